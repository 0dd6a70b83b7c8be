"""A tree of phrases in PostgreSQL's terms: what the index is asked, what the text must bear out.

The index knows which tokens an entry has, not where. So it gives candidates, and a phrase of more
than one token counts only if it stands in the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..query.tree import And, DocumentNumber, Node, Not, Or, Phrase

# Of a long phrase, as many different tokens are looked up; its text decides anyway.
_LOOKED_UP = 64


@dataclass(frozen=True)
class Zones:
    """Where a search looks: the texts of a row, and what their index was made of, word for word."""

    tokens: str
    texts: tuple[str, ...]


_SEARCHED = Zones("gongkai_search_tokens(entry.title || entry.text)", ("entry.title", "entry.text"))
_COMPLETED = Zones(
    "gongkai_search_tokens(COALESCE(entry.autocomplete, entry.title))",
    ("COALESCE(entry.autocomplete, entry.title)",),
)
ZONES = {"search": _SEARCHED, "question": _SEARCHED, "autocomplete": _COMPLETED}


@dataclass(frozen=True)
class Condition:
    """SQL of a condition and its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sql)


def is_exact(node: Node) -> bool:
    """Whether the tokens alone decide: no phrase has more than one."""
    match node:
        case DocumentNumber():
            return True
        case Phrase():
            return len(node.tokens) == 1
        case Not():
            return is_exact(node.part)
        case And() | Or():
            return all(map(is_exact, node.parts))


def tsquery(node: Node, *, as_superset: bool = False) -> str:
    """A settled tree as text of a ``tsquery``. Tokens need no escape: letters and digits.

    What has all tokens of a phrase may still not have the phrase. With ``as_superset`` such a
    phrase is not excluded by a NOT, so that nothing that matches is left out.
    """
    match node:
        case DocumentNumber():
            return f"'{node.token}'"
        case Phrase():
            return _of_phrase(node)
        case Or():
            return _joined(" | ", [tsquery(part, as_superset=as_superset) for part in node.parts])
        case And():
            return _joined(
                " & ",
                [
                    tsquery(part, as_superset=as_superset)
                    for part in node.parts
                    if not (as_superset and isinstance(part, Not) and not is_exact(part))
                ],
            )
        case Not():
            return f"!{tsquery(node.part)}"


def _of_phrase(phrase: Phrase) -> str:
    last = phrase.tokens[-1]
    tokens = [f"'{token}'" for token in dict.fromkeys(phrase.tokens[:-1])][:_LOOKED_UP]
    return _joined(" & ", [*tokens, f"'{last}'{':*' if phrase.is_prefix else ''}"])


def _joined(operator: str, parts: list[str]) -> str:
    return f"({operator.join(parts)})" if len(parts) > 1 else parts[0]


def borne_out(node: Node, zones: Zones) -> Condition:
    """What the texts of a candidate must bear out; empty where the tokens decide."""
    if is_exact(node):
        return Condition("")
    if isinstance(node, And):
        doubtful = [part for part in node.parts if not is_exact(part)]
        return _all(" AND ", [stands(part, zones) for part in doubtful])
    return stands(node, zones)


def stands(node: Node, zones: Zones) -> Condition:
    """Whether a tree stands in texts of ``entry``, whatever the index says."""
    match node:
        case DocumentNumber():
            # Numbers stand as tokens behind the texts.
            return Condition(f"strpos({zones.texts[-1]}, %s) > 0", (f" {node.token} ",))
        case Phrase():
            found = [Condition(f"strpos({text}, %s) > 0", (node.pattern,)) for text in zones.texts]
            return _all(" OR ", found)
        case And():
            return _all(" AND ", [stands(part, zones) for part in node.parts])
        case Or():
            return _all(" OR ", [stands(part, zones) for part in node.parts])
        case Not():
            part = stands(node.part, zones)
            return Condition(f"NOT {part.sql}", part.parameters)


def in_title(node: Node) -> Condition:
    """Whether a tree stands in the title, as far as its words tell."""
    match node:
        case DocumentNumber():
            return Condition("FALSE")
        case Phrase():
            return Condition("strpos(entry.title, %s) > 0", (node.pattern,))
        case And() | Or():
            operator = " AND " if isinstance(node, And) else " OR "
            return _all(operator, [in_title(part) for part in node.parts])
        case Not():
            part = in_title(node.part)
            return Condition(f"NOT {part.sql}", part.parameters)


def _all(operator: str, parts: list[Condition]) -> Condition:
    sql = operator.join(part.sql for part in parts)
    return Condition(f"({sql})", tuple(value for part in parts for value in part.parameters))
