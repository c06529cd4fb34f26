"""The program: its commands, each imported when it is called, and how a run of one ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

import speechkit
from speechkit.cli.help_texts import HELP, HelpContext
from speechkit.cli.terminal.state import is_terminal
from speechkit.cli.terminal.streams import (
    ClosedOutputError,
    FailedOutputError,
    Output,
    name_fault,
    note,
    prepare_streams,
)
from speechkit.language import LANGUAGE_VARIABLE, N_, _, find_unknown_language
from speechkit.render.text import visible

PROGRAM = "speechkit"
COMPLETION_VARIABLE = "_SPEECHKIT_COMPLETE"
WIDTH_VARIABLE = "SPEECHKIT_AMBIGUOUS"

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""How help is asked for and laid out."""

FOUND = 0
NOT_FOUND = 1
FAILED = 2
INTERRUPTED = 130

COMMANDS = {
    "search": N_("Find speeches, each with its best passage."),
    "show": N_("Read a speech, or some of its paragraphs."),
    "open": N_("Open the file of a speech in your editor, at the right line."),
    "list": N_("List all speeches with title, date and length."),
    "quote": N_("Check a quotation: was it said like this, by whom and when."),
    "compare": N_("Find what a text shares with the corpus, word for word."),
    "export": N_("Save clean texts and a table of titles, dates and speakers."),
    "cite": N_("Print references: GB/T 7714, BibTeX, CSL-JSON."),
    "index": N_("Build the index, or bring it up to date."),
    "kwic": N_("Show each match on a line, with the words before and after it."),
    "trend": N_("Count how often something is said, by year, speaker or speech."),
    "collocates": N_("Find the words that often come near another one."),
    "keyness": N_("Find the words that set some speeches apart from others."),
    "ngrams": N_("Find set phrases: words that come together again and again."),
    "terms": N_("List the words of the speeches by how often they are used."),
    "stats": N_("Sum up the corpus: speeches, characters, dates, encodings."),
    "check": N_("See how each file was read, what was left out, and which are alike."),
    "completion": N_("Let the TAB key complete commands and ids."),
    "help": N_("Explain a topic or a command."),
    "version": N_("Print the version."),
}

CHINESE_NAMES = {
    "search": "搜索 查找 查 找 检索 搜 搜索讲话 搜尋 檢索 查詢 查询",
    "show": "显示 读 看 阅读 打印 顯示 閱讀 查看",
    "open": "打开 打開 编辑 編輯",
    "list": "列表 列出 目录 清单 目錄 清單",
    "quote": "核对 引文 核实 引用 核對 查证 校对",
    "compare": "比较 对比 查重 比對 比較 比对",
    "export": "导出 匯出 輸出 输出",
    "cite": "出处 参考文献 著录 出處 參考文獻",
    "index": "索引 建索引 更新",
    "trend": "趋势 历年 趨勢 变化 走势",
    "terms": "词表 词频 詞表 詞頻 词",
    "stats": "概况 统计 統計 概況",
    "check": "检查 檢查",
    "help": "帮助 说明 幫助 說明 用法",
    "version": "版本",
}
"""What those who read Chinese may type for a command."""

_TITLE = N_("speechkit {version}: search folders of raw Chinese speeches")

_FIRST_STEPS = (
    ("speechkit search 十四五", N_("the speeches that say so, best first")),
    ("speechkit show 003", N_("read one; 003:12 for its paragraph 12")),
    ("speechkit list", N_("all speeches of the corpus")),
    ("speechkit search 开发区 | grep 招商", N_("one hit a line when piped")),
    ("speechkit terms 产业", N_("the words of the speeches that begin so")),
)

_WAYS_ON = (
    N_("The corpus is the folder corpus/ here or above, $SPEECHKIT_CORPUS, or -C DIR."),
    N_(
        "New here? speechkit help writer takes ten minutes. speechkit help names all topics, and"
        " speechkit COMMAND --help explains one command."
    ),
)


class Failure(click.ClickException):
    """An error in one sentence that names the thing, the reason and the fix."""

    exit_code = FAILED


class LazyGroup(click.Group):
    """A group that knows its commands by name and help before it imports them."""

    context_class = HelpContext

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments before a command; ``-version`` is told to be ``--version``."""
        if args and not ctx.resilient_parsing and args[0] not in COMMANDS:
            from speechkit.cli.dashes import explain_dashes

            wrong = explain_dashes(self.get_params(ctx), args[:1])
            if wrong:
                raise Failure(wrong)
        return super().parse_args(ctx, args)

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """Return the option that shows the help."""
        return HELP

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, its module imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"speechkit.cli.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands into the help, none of them imported."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(text)) for name, text in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is meant; where there is none, say which could be."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(_suggest(args[0]))
        return super().resolve_command(ctx, args)


def _print_version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(f"{PROGRAM} {speechkit.__version__}", color=context.color)
        context.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("[COMMAND] [ARGS]..."),
    context_settings=CONTEXT,
    help=_("Search folders of raw Chinese speech texts."),
    epilog=_(
        "speechkit COMMAND --help says more about a command; speechkit help names the topics."
    ),
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help=_("Show the version and exit."),
)
@click.pass_context
def commands(context: click.Context) -> None:
    """Run a command, or show the five things one can do."""
    if context.invoked_subcommand is None:
        click.echo(_welcome(context), nl=False)


def _welcome(context: click.Context) -> str:
    """Return what one sees who types nothing but the program's name."""
    page = context.make_formatter()
    page.write_text(_(_TITLE).format(version=speechkit.__version__))
    page.write_paragraph()
    with page.indentation():
        page.write_dl([(command, _(text)) for command, text in _FIRST_STEPS], col_max=40)
    page.write_paragraph()
    for text in _WAYS_ON:
        page.write_text(_(text))
    return page.getvalue()


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; nothing is raised and nothing half said."""
    prepare_streams(os.environ)
    try:
        _tell_unknown_language()
        _set_widths(os.environ.get(WIDTH_VARIABLE, ""))
        status = _run_command(list(arguments))
        Output().flush()
    except ClosedOutputError:
        status = FOUND
    except FailedOutputError as error:
        status = FAILED
        note(_("cannot write the output: {reason}").format(reason=error))
    except KeyboardInterrupt:
        status = INTERRUPTED
        note(_("interrupted"))
    return status


def _tell_unknown_language() -> None:
    """Say at a terminal that the language that was asked for is none that there is."""
    unknown = find_unknown_language(os.environ)
    if unknown and is_terminal(sys.stderr) and not os.environ.get(COMPLETION_VARIABLE):
        told = _("{variable} can be zh, zh_TW or en; {given} is ignored")
        note(told.format(variable=LANGUAGE_VARIABLE, given=visible(unknown)))


def _set_widths(cells: str) -> None:
    """Count “ ” — … as two cells wide if the user says so: terminals differ there."""
    if cells == "2":
        from speechkit.render.cells import widen_ambiguous

        widen_ambiguous()
    elif cells not in ("", "1"):
        told = _("{variable} can be 1 or 2, the cells that “ ” — … take; {given} is ignored")
        note(told.format(variable=WIDTH_VARIABLE, given=visible(cells)))


def _run_command(arguments: list[str]) -> int:
    try:
        return _invoke(arguments)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        _show_error(error)
        return error.exit_code
    except (ClosedOutputError, FailedOutputError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:
            raise name_fault(error) from error  # click's own writing of help
        return _tell(error)


def _invoke(arguments: list[str]) -> int:
    completion = os.environ.get(COMPLETION_VARIABLE)
    if completion:
        return _complete(completion)
    with commands.make_context(PROGRAM, arguments) as context:
        status = commands.invoke(context)
    return status if isinstance(status, int) else FOUND


def _complete(instruction: str) -> int:
    """Answer the shell that asks for completions."""
    from click.shell_completion import shell_complete

    return shell_complete(commands, {}, PROGRAM, COMPLETION_VARIABLE, instruction)


def _show_error(error: click.ClickException) -> None:
    note(_describe(error))
    if isinstance(error, click.UsageError) and error.ctx is not None:
        note(_("see {command} --help").format(command=error.ctx.command_path))


def _describe(error: click.ClickException) -> str:
    if isinstance(error, Failure):
        return error.format_message()
    from speechkit.cli.usage import describe_usage

    return describe_usage(error)


def _tell(error: Exception) -> int:
    """Tell of an error, or let it pass with its traceback where that was asked for."""
    from speechkit.cli.hints import DEBUG_VARIABLE, explain

    if os.environ.get(DEBUG_VARIABLE):
        raise error
    for sentence in explain(error):
        note(sentence)
    return FAILED


def _suggest(name: str) -> str:
    near = find_near_command(name)
    if near:
        return _("no command {name}; did you mean {near}?").format(name=name, near=near)
    from speechkit.render.text import typed_query

    told = _("no command {name}; to search for it: speechkit search {query}")
    return told.format(name=name, query=typed_query(name))


def find_near_command(name: str) -> str:
    """Return the command that is meant by a name in Chinese or with a slip; else ""."""
    from difflib import get_close_matches

    from speechkit.cli.dashes import narrow_letters

    chinese = (command for command, words in CHINESE_NAMES.items() if name in words.split())
    near = get_close_matches(narrow_letters(name).lower(), COMMANDS, n=1)
    return next(iter((*chinese, *near)), "")
