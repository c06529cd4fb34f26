"""``speechkit help``: topics, and the help of the commands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from speechkit.cli.app import (
    COMMANDS,
    CONTEXT,
    FOUND,
    PROGRAM,
    Failure,
    commands,
    find_near_command,
)
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.dashes import narrow_letters
from speechkit.cli.help_texts import HelpContext
from speechkit.cli.session import CorpusChoice, Session
from speechkit.cli.terminal.pager import open_pager
from speechkit.cli.terminal.state import look_at_terminal
from speechkit.cli.topics import (
    OVERVIEW,
    TOPICS,
    Language,
    find_mentions,
    find_topics,
    read_topic,
    user_language,
)
from speechkit.language import _
from speechkit.render.text import visible

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_ALL_COMMANDS = "commands"


def _complete_topic(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    language = user_language()
    titles = {name: read_topic(name, language).title for name in TOPICS}
    return [
        CompletionItem(name, help=text)
        for name, text in {**titles, **{name: _(text) for name, text in COMMANDS.items()}}.items()
        if name.startswith(incomplete)
    ]


class TopicCommand(StrictCommand):
    """A command that names the topics where an empty one is given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse arguments; raise Failure for a topic without a character but blanks."""
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter as error:
            from speechkit.cli.usage import describe_need

            told = _("{problem}; the topics: {names}")
            names = _(", ").join(TOPICS)
            raise Failure(told.format(problem=describe_need(error), names=names)) from None


@click.command("help", cls=TopicCommand, context_settings=CONTEXT)
@click.argument(
    "topic", required=False, metavar=_("[TOPIC|COMMAND]"), shell_complete=_complete_topic
)
@click.pass_context
def command(context: click.Context, topic: str | None) -> int:
    """Explain a topic or a command; without either, name the topics.

    A title, or a part of one, is as good as the name of a topic. The language is that of
    $SPEECHKIT_LANG (en or zh), else the system's. A pipe gets Markdown.

    \b
    Examples:
      speechkit help
      speechkit help queries
      speechkit help search
      speechkit help commands > commands.md
    """
    language = user_language()
    topic = narrow_letters(topic) if topic else topic
    if topic and topic.lower() in COMMANDS:
        topic = topic.lower()
        _print_plain(_read_help(context, topic))
    elif topic == _ALL_COMMANDS:
        _print_page("".join(_describe_commands(context)))
    elif topic is None:
        _print_page(read_topic(OVERVIEW, language).text)
    else:
        _print_page(_find_page(topic, language))
    return FOUND


def _find_page(typed: str, language: Language) -> str:
    found = find_topics(typed, language)
    if len(found) == 1:
        return found[0].text
    if found:
        names = _(", ").join(topic.name for topic in found)
        told = _("{typed} could be {names}; name one of them")
        raise Failure(told.format(typed=visible(typed), names=names))
    near = find_near_command(typed) or next(iter(get_close_matches(typed.lower(), TOPICS, n=1)), "")
    if near:
        told = _("no topic or command {typed}; did you mean {near}?")
        raise Failure(told.format(typed=visible(typed), near=near))
    told = _("no topic or command {typed}; the topics: {names}")
    mentions = find_mentions(typed, language)
    if mentions:
        told = _("no topic or command {typed}; it is mentioned in: {names}")
    names = _(", ").join(mentions or TOPICS)
    raise Failure(told.format(typed=visible(typed), names=names))


def _describe_commands(context: click.Context) -> Iterator[str]:
    """Yield a chapter for each command, with its help as it prints it."""
    yield f"# {PROGRAM}\n"
    for name in COMMANDS:
        yield f"\n## {PROGRAM} {name}\n\n```\n{_read_help(context, name)}\n```\n"


def _read_help(context: click.Context, name: str) -> str:
    found = commands.get_command(context, name)
    assert found is not None
    with HelpContext(found, context.parent, info_name=name) as its_own:
        return found.get_help(its_own)


def _open_session() -> Session:
    return Session(
        CorpusChoice(), look_at_terminal("auto", os.environ), "human", format_chosen=False
    )


def _print_plain(text: str) -> None:
    session = _open_session()
    with open_pager(session.terminal, session.output) as output:
        output.write(f"{text}\n")


def _print_page(text: str) -> None:
    session = _open_session()
    with open_pager(session.terminal, session.output) as output:
        if session.terminal.output:
            from speechkit.render.pages.markdown import MarkdownPage

            session.make_console(output).print(MarkdownPage(text, hyperlinks=False), crop=False)
        else:
            output.write(text)
