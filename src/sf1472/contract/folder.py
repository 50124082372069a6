"""A contract: a folder with WSDL, XSD and a profile, loaded and ready to judge messages."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from lxml import etree

from sf1472.contract.profile import Profile, load_profile
from sf1472.contract.schema import Schema
from sf1472.contract.service import ServiceDescription, read_service
from sf1472.contract.variant import find_variant
from sf1472.contract.xml import XSD, xsd_roots
from sf1472.errors import ContractError, ProfileError
from sf1472.resources import data_folder

SHIPPED = "sf1472-1.0"


class Contract:
    """One contract folder.

    `profile` maps the domain's terms, `service` is what the WSDL says, `schema` judges bodies.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.profile: Profile = load_profile(folder)
        self.service: ServiceDescription = read_service(folder / self.profile.wsdl)
        self.schema = Schema(
            folder / self.profile.schema, self.profile.namespaces, self.profile.tolerated
        )
        self._check_profile()

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths to answer on: the published one, and the platform's `/operation/version`."""
        main = self.profile.version.partition(".")[0]
        return tuple(
            dict.fromkeys((self.service.path, f"/{self.service.operation}/{main}".lower()))
        )

    @property
    def title(self) -> str:
        """Title and version with the contract's standing, for banners and reports."""
        status = "KOMBITs pakke" if self.profile.official else "rekonstruktion, ikke KOMBITs pakke"
        return f"{self.profile.title} {self.profile.version} ({status})"

    def files(self) -> dict[str, Path]:
        """Return the WSDL and XSD files by their path inside the folder, with forward slashes."""
        return {
            file.relative_to(self.folder).as_posix(): file
            for file in sorted(self.folder.rglob("*"))
            if file.suffix in (".wsdl", ".xsd")
        }

    @cached_property
    def composable(self) -> bool:
        """Whether two valid repetitions prove that any number of valid ones is valid.

        True when every particle of the schema is bounded by 0, 1 or nothing, and no
        identity constraint looks across elements (XML Schema 1.0, 3.8.6 and 3.11).
        """
        constraints = {f"{{{XSD}}}{kind}" for kind in ("unique", "key", "keyref")}
        return all(
            element.get("minOccurs", "1") in ("0", "1")
            and element.get("maxOccurs", "1") in ("0", "1", "unbounded")
            and element.tag not in constraints
            for root in xsd_roots(self.folder)
            for element in root.iter(f"{{{XSD}}}*")
        )

    def _check_profile(self) -> None:
        """Refuse a profile that cannot write the root elements."""
        for root in (self.service.request_root, self.service.answer_root):
            namespace = etree.QName(root).namespace
            if namespace not in self.profile.namespaces.values():
                raise ProfileError(
                    self.profile.file,
                    f"rodelementets navnerum {namespace!r} mangler i [namespaces]",
                    element="namespaces",
                )


def load_contract(folder: Path | None = None) -> Contract:
    """Load the contract in `folder`, the shipped one, or the shipped one's variant of that name.

    Raises ContractError or ProfileError, which name the file, the line and what to do.
    """
    shipped = data_folder("wsdl") / SHIPPED
    folder = folder if folder is not None else shipped
    if not folder.is_dir():
        variant = find_variant(shipped, folder.name)
        if variant is not None:
            return Contract(variant)
        raise ContractError(
            folder, "kontraktmappen findes ikke; angiv en mappe med WSDL, XSD og profil"
        )
    return Contract(folder)
