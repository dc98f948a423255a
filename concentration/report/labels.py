"""The words of a catalogue's fixed values, for a table that people read."""

from concentration.words.message import Language, Message
from concentration.words.sentences import render


def standing_label(standing: str, language: Language) -> str:
    """Return how a limit's standing (in_force, advisory, draft) is called."""
    return render(Message(f"standing_{standing}"), language)


def basis_label(basis: str, language: Language) -> str:
    """Return how the basis of a cite (text, number, practice, draft) is called."""
    return render(Message(f"basis_{basis}"), language)
