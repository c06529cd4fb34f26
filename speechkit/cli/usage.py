"""Mistakes on a command line, in plain words: what is wrong, and what to type."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from pathlib import Path

import click

from speechkit.cli.paths import PathType
from speechkit.language import _, ngettext
from speechkit.render.text import shell_word, visible

OTHER_NAMES = {
    "csv": ("excel", "xlsx", "xls", "et", "table", "表格", "电子表格", "wps表格"),
    "md": ("markdown", "word", "docx", "doc", "wps", "html", "文档"),
    "cite": (
        "gb7714",
        "gb/t",
        "gb/t7714",
        "reference",
        "references",
        "citation",
        "引文",
        "出处",
        "参考文献",
    ),
    "gb7714": ("gb", "gb/t", "gbt", "gbt7714", "cite", "国标", "参考文献"),
    "bibtex": ("bib", "tex", "latex"),
    "csl-json": ("csl", "zotero", "json"),
    "tsv": ("excel", "xlsx", "xls", "tab", "txt", "text", "plain", "文本", "制表符"),
    "human": ("txt", "text", "plain", "page", "文本", "网页"),
    "jsonl": ("json", "ndjson"),
    "grep": ("vim", "quickfix"),
    "relevance": ("score", "相关", "相关度"),
    "date": ("time", "日期", "时间"),
    "title": ("name", "标题"),
    "matches": ("count", "counts", "hits", "number", "次数"),
    "id": ("path", "file", "number", "编号"),
    "left": ("左", "左边"),
    "right": ("右", "右边"),
    "year": ("date", "years", "annual", "年", "年份", "按年"),
    "month": ("months", "月", "按月"),
    "decade": ("decades", "年代"),
    "speaker": ("author", "name", "讲话人", "作者"),
    "speech": ("title", "file", "id", "篇", "讲话"),
    "folder": ("dir", "directory", "文件夹", "目录"),
    "always": ("yes", "on", "true"),
    "never": ("no", "off", "none", "false"),
    "bash": ("sh",),
}
"""Other names of what an option takes, in the order in which they are meant."""


def describe_usage(error: click.ClickException) -> str:
    """Return the sentence for a mistake that click found."""
    if isinstance(error, click.NoSuchOption):
        return _describe_no_option(error)
    if isinstance(error, click.BadOptionUsage):
        return _describe_no_value(error)
    if isinstance(error, click.MissingParameter):
        return _describe_missing(error)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _describe_value(error, error.param)
    extra = _find_extra(error.message)
    if extra is not None and isinstance(error, click.UsageError) and error.ctx is not None:
        return _describe_extra(extra, error.ctx)
    return error.format_message()


def _describe_extra(extra: str, context: click.Context) -> str:
    takes_folder = any("--corpus" in option.opts for option in context.command.params)
    if takes_folder and os.path.isdir(extra):  # noqa: PTH112 - pathlib's raises on long names
        told = _("{command} takes the folder of the speeches behind -C; write -C {folder}")
        return told.format(command=context.info_name, folder=shell_word(extra))
    return _("{command} takes no {argument} here; leave it out").format(
        command=context.info_name, argument=visible(extra) or "''"
    )


def _find_extra(message: str) -> str | None:
    """Return the arguments that are too many, or None; only its message has them."""
    for number in (1, 2):
        told = ngettext(
            "Got unexpected extra argument ({args})",
            "Got unexpected extra arguments ({args})",
            number,
        )
        before, after = told.split("{args}")
        if message.startswith(before) and message.endswith(after):
            return message[len(before) : len(message) - len(after)]
    return None


def _describe_no_option(error: click.NoSuchOption) -> str:
    name = error.ctx.info_name if error.ctx else "speechkit"
    option = visible(error.option_name)
    near = get_close_matches(error.option_name, error.possibilities or (), n=1, cutoff=0)
    if not near:
        return _("{command} has no option {option}").format(command=name, option=option)
    return _("{command} has no option {option}; did you mean {near}?").format(
        command=name, option=option, near=near[0]
    )


def _describe_no_value(error: click.BadOptionUsage) -> str:
    options = error.ctx.command.params if error.ctx else []
    option = next((o for o in options if error.option_name in o.opts), None)
    if isinstance(option, click.Option) and not option.is_flag:
        value = _list_choices(option) or _name_value(option)
        return _("{option} needs a value: {value}").format(option=error.option_name, value=value)
    return _("{option} takes no value; leave it out").format(option=error.option_name)


def _describe_missing(error: click.MissingParameter) -> str:
    told = describe_need(error)
    heading = re.escape(_("Examples:"))
    example = error.ctx and re.search(rf"{heading}\s*\n\s*(\S.*)", error.ctx.command.help or "")
    if not example:
        return told
    return _("{told}; for example: {example}").format(told=told, example=example[1])


def describe_need(error: click.MissingParameter) -> str:
    """Return which argument a command needs, without an example."""
    context, parameter = error.ctx, error.param
    if context is None or parameter is None:
        return error.format_message()
    name = _name(parameter)
    if isinstance(parameter, click.Option):
        name = f"{name} {parameter.metavar or ''}".rstrip()
    if name.startswith("["):  # it may be left out, and was given empty
        name = name.strip("[].")
    argument = name.removesuffix("...").removesuffix("...|-")
    return _("{command} needs {argument}").format(command=context.info_name, argument=argument)


def _describe_value(error: click.BadParameter, parameter: click.Parameter) -> str:
    name = _name(parameter)
    choices = _list_choices(parameter)
    wrong = re.match("'(.*?)' ", error.message, re.DOTALL)
    if choices and wrong:
        told = _("{option} takes {choices}, not {value}").format(
            option=name, choices=choices, value=visible(wrong[1])
        )
        meant = _find_meant(wrong[1], parameter)
        if not meant:
            return told
        way = f"{name} {meant}" if isinstance(parameter, click.Option) else meant
        return _("{told}; write {way}").format(told=told, way=way)
    if isinstance(parameter.type, PathType):
        return _describe_path(parameter, parameter.type, error.message)
    message = error.message.rstrip(".")
    told = f"{message[:1].lower()}{message[1:]}".rstrip("。")
    return _("{name}: {told}").format(name=name, told=told)


def _find_meant(typed: str, parameter: click.Parameter) -> str:
    """Return the choice that is nearest to what was typed for it; "" for none."""
    assert isinstance(parameter.type, click.Choice)
    choices = [str(choice) for choice in parameter.type.choices]
    name = typed.lower().lstrip(".")
    known = (choice for choice, words in OTHER_NAMES.items() if name in words)
    near = get_close_matches(name, choices, n=1)
    return next((choice for choice in (*known, *near) if choice in choices), "")


def _describe_path(parameter: click.Parameter, kind: PathType, typed: str) -> str:
    """Return what is wrong with a path that click refused."""
    path = Path(typed)
    if not os.path.exists(path):  # noqa: PTH110 - pathlib's raises where a name is too long
        told = _("{option}: there is no file {value}; check the path")
    elif path.is_dir() and not kind.dir_okay:
        told = _("{option} takes a file, and {value} is a folder; write {option} {inside}")
    elif path.is_dir() or kind.file_okay:
        told = _("{option}: {value} cannot be read; change its permissions")
    elif isinstance(parameter, click.Argument):
        told = _("{option} is a folder, and {value} is a file; choose another")
    else:
        told = _("{option} takes a folder, and {value} is a file; write {option} {folder}")
    return told.format(
        option=_name(parameter),
        value=visible(typed),
        folder=shell_word(str(path.parent)),
        inside=shell_word(str(path / _("FILE"))),
    )


def _name_value(option: click.Option) -> str:
    """Return what an option takes, in words where its name for it is a mere letter."""
    return _("a number, such as 10") if option.metavar == "N" else option.metavar or _("a value")


def _name(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return parameter.metavar or parameter.human_readable_name.upper()


def _list_choices(parameter: click.Parameter) -> str:
    """Return the values that a parameter takes, as a sentence has them; "" for any."""
    if not isinstance(parameter.type, click.Choice):
        return ""
    *others, last = map(str, parameter.type.choices)
    if not others:
        return last
    return _("{others} or {last}").format(others=_(", ").join(others), last=last)
