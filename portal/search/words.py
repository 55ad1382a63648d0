"""From what a person typed to words that both databases understand. Nothing a person types can make a search fail."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_QUERY = 200
MOST_TERMS = 12
# Too common to tell one page from another; PostgreSQL's English dictionary leaves out the same ones.
COMMON = frozenset(
    [
        "i",
        "me",
        "my",
        "myself",
        "we",
        "our",
        "ours",
        "ourselves",
        "you",
        "your",
        "yours",
        "yourself",
        "yourselves",
        "he",
        "him",
        "his",
        "himself",
        "she",
        "her",
        "hers",
        "herself",
        "it",
        "its",
        "itself",
        "they",
        "them",
        "their",
        "theirs",
        "themselves",
        "what",
        "which",
        "who",
        "whom",
        "this",
        "that",
        "these",
        "those",
        "am",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "have",
        "has",
        "had",
        "having",
        "do",
        "does",
        "did",
        "doing",
        "a",
        "an",
        "the",
        "and",
        "but",
        "if",
        "or",
        "because",
        "as",
        "until",
        "while",
        "of",
        "at",
        "by",
        "for",
        "with",
        "about",
        "against",
        "between",
        "into",
        "through",
        "during",
        "before",
        "after",
        "above",
        "below",
        "to",
        "from",
        "up",
        "down",
        "in",
        "out",
        "on",
        "off",
        "over",
        "under",
        "again",
        "further",
        "then",
        "once",
        "here",
        "there",
        "when",
        "where",
        "why",
        "how",
        "all",
        "any",
        "both",
        "each",
        "few",
        "more",
        "most",
        "other",
        "some",
        "such",
        "no",
        "nor",
        "not",
        "only",
        "own",
        "same",
        "so",
        "than",
        "too",
        "very",
        "s",
        "t",
        "can",
        "will",
        "just",
        "don",
        "should",
        "now",
    ]
)


@dataclass(frozen=True)
class Term:
    """One word, or several that must stand together. An unfinished last word also finds longer ones."""

    words: tuple[str, ...]
    unfinished: bool = False


def folded(text: str) -> str:
    """Without accents, in small letters."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()


def printable(text: str) -> str:
    """Without control characters (NUL among them, which PostgreSQL refuses); white space becomes one blank."""
    kept = (c if c.isprintable() or c.isspace() else " " for c in text.replace("\ufeff", ""))
    return " ".join("".join(kept).split())


def terms(query: str) -> list[Term]:
    """What to look for. Words in double quotes stand together; common words are left out."""
    query = re.sub(r"[“”„]", '"', printable(query)[:LONGEST_QUERY])
    pieces = query.split('"')
    found: list[Term] = []
    for number, piece in enumerate(pieces):
        words = re.findall(r"[^\W_]+", folded(piece))
        if number % 2 and len(words) > 1:
            found.append(Term(tuple(words)))
        else:
            last_typed = number == len(pieces) - 1
            found += [
                Term((word,), unfinished=last_typed and place == len(words) - 1 and len(word) > 2)
                for place, word in enumerate(words)
                if word not in COMMON
            ]
    return list(dict.fromkeys(found))[:MOST_TERMS]
