"""The package: what one authority says to another, signed, padded and sealed, as an ASiC-E container in an age file.

Signed first, then sealed, then named by digest in the signed envelope; inside and outside name the same sender,
receiver and message. Words: a *container* is the plain ZIP, a *package* the sealed file, a *member* a file inside.
Start reading at `opening.py`; `contents.py` has the data, `container.py` the ZIP, `manifest.py` what is signed.
Written down for other implementers in docs/wire/package.md.
"""

from comity.seal.package.building import PackageInfo, build_container, build_package
from comity.seal.package.contents import Annex, Binding, Contents, EvidenceRef
from comity.seal.package.opening import Opened, open_container, open_package

__all__ = [
    "Annex",
    "Binding",
    "Contents",
    "EvidenceRef",
    "Opened",
    "PackageInfo",
    "build_container",
    "build_package",
    "open_container",
    "open_package",
]
