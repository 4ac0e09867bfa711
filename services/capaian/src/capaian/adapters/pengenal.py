"""What a file is by its bytes, whatever its name says."""

from __future__ import annotations

import puremagic


def kenali(isi: bytes) -> frozenset[str]:
    """The media types that these bytes may be (several, as all office files are archives); empty when nothing fits."""
    try:
        return frozenset(temuan.mime_type for temuan in puremagic.magic_string(isi) if temuan.mime_type)
    except (puremagic.PureError, ValueError):
        return frozenset()
