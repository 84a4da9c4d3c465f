"""The small safe grammar of filters and removals, as in XLSForm's `relevant`; parsed, never executed.

::

    expression = and-part { "or" and-part }
    and-part   = not-part { "and" not-part }
    not-part   = "not" not-part | condition
    condition  = operand ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) operand
               | operand "in" "(" literal { "," literal } ")"
               | "selected" "(" question "," text ")"
               | "starts" "(" question "," text ")"
               | "blank" "(" question ")"
               | "(" expression ")"
    operand    = question | literal | "answered" "(" ")" | "(" operand ")"
    question   = "${" name "}"
    literal    = 'text' | "text" | number
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import cast

from survey.errors import PlanError

Operator = OneOf["=", "!=", "<", "<=", ">", ">="]

DEEPEST = 40
"""Parentheses and negations within one another; more is a mistake, and would exhaust the stack."""


@dataclass(frozen=True)
class Name:
    """A question of the codebook."""

    name: str


@dataclass(frozen=True)
class Text:
    """A quoted text; an answer code more often than not."""

    value: str


@dataclass(frozen=True)
class Number:
    """A number, with the digits as they were written."""

    value: float
    written: str


@dataclass(frozen=True)
class Answered:
    """How many questions a respondent answered."""


@dataclass(frozen=True)
class Comparison:
    """Two operands and what must hold between them."""

    left: Operand
    operator: Operator
    right: Operand


@dataclass(frozen=True)
class Among:
    """An operand that equals one of several literals."""

    operand: Operand
    options: tuple[Text | Number, ...]


@dataclass(frozen=True)
class Selected:
    """An answer that was given, alone or beside others."""

    question: Name
    code: str


@dataclass(frozen=True)
class Starts:
    """A value that begins with a text."""

    question: Name
    prefix: str


@dataclass(frozen=True)
class Blank:
    """A question left empty."""

    question: Name


@dataclass(frozen=True)
class Not:
    """The opposite of an expression."""

    part: Expression


@dataclass(frozen=True)
class And:
    """All parts hold."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Or:
    """At least one part holds."""

    parts: tuple[Expression, ...]


Operand = Name | Text | Number | Answered
Expression = Comparison | Among | Selected | Starts | Blank | Not | And | Or

_OPERANDS = (Name, Text, Number, Answered)
_FUNCTIONS = ("selected()", "starts()", "blank()", "answered()")
_KEYWORDS = ("and", "or", "not", "in")
_TOKENS = re.compile(
    r"""(?P<space>[\s\u3000\u00a0]+)
      | \$\{\s*(?P<name>[^{}]*?)\s*\}
      | '(?P<single>[^']*)' | "(?P<double>[^"]*)"
      | (?P<number>-?\d+(?:\.\d+)?)
      | (?P<operator>!=|<=|>=|=|<|>)
      | (?P<mark>[(),])
      | (?P<word>[A-Za-z_][A-Za-z0-9_-]*)""",
    re.VERBOSE | re.ASCII,
)
_HINTS = {
    "“”„‟‘’‚‛「」『』＂＇`": "write straight quotes: 'text' or \"text\"",
    "＝＜＞≦≧≤≥≠！（），＄｛｝": "write half-width characters: = != < <= > >= ( ) ,",
    "０１２３４５６７８９": "write half-width digits",
    "'\"": "a quoted text is not closed",
    "$": "write a question as ${name}",
    "&|": "write `and`, `or`",
    "*/+": "there is no arithmetic in these expressions",
}


def parse(text: str) -> Expression:
    """The expression a text says, as frozen nodes.

    Raises
    ------
    PlanError
        The text is no expression; says the position and what was expected there.
    """
    return _Parser(text).expression()


def names(expression: Expression | Operand) -> frozenset[str]:
    """Names of the questions an expression speaks of."""
    return frozenset(node.name for node in walk(expression) if isinstance(node, Name))


def walk(expression: Expression | Operand) -> Iterator[Expression | Operand]:
    """Every node of an expression, itself first."""
    yield expression
    for child in _children(expression):
        yield from walk(child)


def _children(node: Expression | Operand) -> tuple[Expression | Operand, ...]:
    match node:
        case Comparison(left, _, right):
            return (left, right)
        case Among(operand, options):
            return (operand, *options)
        case Selected(question, _) | Starts(question, _) | Blank(question):
            return (question,)
        case Not(part):
            return (part,)
        case And(parts) | Or(parts):
            return parts
    return ()


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int


class _Parser:
    """Recursive descent; one method per line of the grammar."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = self._tokens()
        self.next = 0
        self.depth = 0

    def expression(self) -> Expression:
        found = self._condition_of(self._either())
        if self._peek().kind != "end":
            raise self._error("`and`, `or` or the end")
        return found

    def _either(self) -> Expression | Operand:
        """An expression, or an operand in parentheses whose comparison is still to come."""
        parts = [self._all()]
        while self._take("word", "or"):
            parts[-1] = self._condition_of(parts[-1])
            parts.append(self._condition_of(self._all()))
        return parts[0] if len(parts) == 1 else Or(tuple(self._condition_of(part) for part in parts))

    def _all(self) -> Expression | Operand:
        parts = [self._negation()]
        while self._take("word", "and"):
            parts[-1] = self._condition_of(parts[-1])
            parts.append(self._condition_of(self._negation()))
        return parts[0] if len(parts) == 1 else And(tuple(self._condition_of(part) for part in parts))

    def _negation(self) -> Expression | Operand:
        if not self._take("word", "not"):
            return self._comparison()
        self._deeper()
        part = Not(self._condition_of(self._negation()))
        self.depth -= 1
        return part

    def _comparison(self) -> Expression | Operand:
        left = self._primary()
        token = self._peek()
        if token.kind == "operator":
            left = self._operand_of(left)
            self.next += 1
            right = self._operand_of(self._primary())
            return self._compared(Comparison(left, cast(Operator, token.text), right), token)
        if token.kind == "word" and token.text == "in":
            left = self._operand_of(left)
            self.next += 1
            return self._compared(Among(left, self._options()), token)
        return left

    def _compared(self, found: Comparison | Among, token: _Token) -> Expression:
        sides = _children(found)
        if not any(isinstance(node, Name | Answered) for node in sides):
            raise self._error("a question such as ${age} on one side", token)
        if Answered() in sides and sum(isinstance(node, Number) for node in sides) < len(sides) - 1:
            raise self._error("a comparison of answered() with a number", token)
        return found

    def _options(self) -> tuple[Text | Number, ...]:
        self._expect("(", "( and a list such as ('1', '2')")
        options = [self._literal()]
        while self._take("mark", ","):
            options.append(self._literal())
        self._expect(")", ", or )")
        return tuple(options)

    def _primary(self) -> Expression | Operand:
        token = self._peek()
        if token.kind == "name":
            return self._question()
        if token.kind in ("text", "number"):
            return self._literal()
        if token.kind == "word":
            return self._call()
        if self._take("mark", "("):
            self._deeper()
            inner = self._either()
            self._expect(")", "`and`, `or`, a comparison or )")
            self.depth -= 1
            return inner
        raise self._error("a question such as ${age}, a value, a function or (")

    def _call(self) -> Expression | Operand:
        token = self._peek()
        if f"{token.text}()" not in _FUNCTIONS:
            raise self._error("a question such as ${age}, a value, or one of " + ", ".join(_FUNCTIONS))
        self.next += 1
        self._expect("(", "(")
        if token.text == "answered":
            self._expect(")", ")")
            return Answered()
        question = self._question()
        if token.text == "blank":
            self._expect(")", ")")
            return Blank(question)
        self._expect(",", ", and a text")
        value = self._literal()
        self._expect(")", ")")
        text = value.value if isinstance(value, Text) else value.written
        return Selected(question, text) if token.text == "selected" else Starts(question, text)

    def _question(self) -> Name:
        token = self._peek()
        if token.kind != "name" or not token.text:
            raise self._error("a question such as ${age}")
        self.next += 1
        return Name(token.text)

    def _literal(self) -> Text | Number:
        token = self._peek()
        if token.kind not in ("text", "number"):
            raise self._error("a text such as '1', or a number")
        self.next += 1
        return Text(token.text) if token.kind == "text" else Number(float(token.text), token.text)

    def _condition_of(self, node: Expression | Operand) -> Expression:
        if isinstance(node, _OPERANDS):
            raise self._error("a comparison such as = '1'")
        return node

    def _operand_of(self, node: Expression | Operand) -> Operand:
        if not isinstance(node, _OPERANDS):
            raise self._error("`and`, `or` or the end; a condition cannot be compared")
        return node

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._error(f"at most {DEEPEST} parentheses within one another")

    def _peek(self) -> _Token:
        return self.tokens[self.next]

    def _take(self, kind: str, text: str) -> bool:
        token = self._peek()
        found = token.kind == kind and token.text == text
        self.next += found
        return found

    def _expect(self, mark: str, expected: str) -> None:
        if not self._take("mark", mark):
            raise self._error(expected)

    def _tokens(self) -> list[_Token]:
        tokens, position = [], 0
        while position < len(self.text):
            found = _TOKENS.match(self.text, position)
            if found is None:
                raise self._unreadable(position)
            kind = str(found.lastgroup)
            if kind != "space":
                tokens.append(
                    _Token("text" if kind in ("single", "double") else kind, found[kind], found.start())
                )
            position = found.end()
        return [*tokens, _Token("end", "", len(self.text))]

    def _unreadable(self, position: int) -> PlanError:
        character = self.text[position]
        hint = next((hint for characters, hint in _HINTS.items() if character in characters), "")
        return PlanError(
            f"the expression {_quoted(self.text)} cannot be read at character {position + 1}: "
            f"{character!r} has no meaning here",
            hint=hint,
        )

    def _error(self, expected: str, token: _Token | None = None) -> PlanError:
        token = token or self._peek()
        found = "the expression ends" if token.kind == "end" else f"found {self._source(token)!r}"
        hint = ""
        if token.kind == "word" and token.text not in _KEYWORDS and token.text.lower() in _KEYWORDS:
            hint = f"write {token.text.lower()} in small letters"
        elif token.text == "=" and self.text[token.start - 1 : token.start] == "=":
            hint = "equality is a single ="
        return PlanError(
            f"the expression {_quoted(self.text)} cannot be read at character {token.start + 1}: "
            f"{found}, expected {expected}",
            hint=hint,
        )

    def _source(self, token: _Token) -> str:
        return f"${{{token.text}}}" if token.kind == "name" else token.text


def _quoted(text: str) -> str:
    return f"`{text}`" if len(text) <= 120 else f"`{text[:119]}…`"
