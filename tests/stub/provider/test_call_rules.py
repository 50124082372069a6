"""The rules on whole calls: each, switched off, lets a call through that it should refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf1472.contract import load_contract
from sf1472.hjemmel import load_hjemmelsdata
from sf1472.message import Forespoergsel, Rettighed
from sf1472.universe import load_data
from sf1472_stub.provider.question import KALDREGLER, Afvist, Spoergsmaal

from ..caller import AARHUS, DATO, KOEBENHAVN, STK1, STK2

FORBIDDEN = {
    "HJ-AFTALE-1": (STK2, (), "00001473"),
    "HJ-LOV-1": ("UKENDT", (), KOEBENHAVN),
    "HJ-LOV-4": (STK1, (), KOEBENHAVN),
    "HJ-SEKTOR-2": (STK2, (AARHUS,), KOEBENHAVN),
}


@pytest.mark.parametrize("off", sorted(KALDREGLER))
def test_each_rule_is_needed(off: str, tmp_path: Path) -> None:
    """With every rule the call is refused; without this one it is not."""
    (tmp_path / "hjemmel").mkdir()
    (tmp_path / "hjemmel" / "indstillinger.toml").write_text("samtykke_ved_stk1 = false\n")
    hjemmel, myndigheder, kalder = FORBIDDEN[off]
    profile = load_contract().profile
    data = load_data(profile, tmp_path)
    law = load_hjemmelsdata(data.fixtures, data.register, profile)
    gruppe = Rettighed((hjemmel,), myndigheder)
    request = Forespoergsel("1", "2026-11-23T12:00:00Z", (gruppe,), kalder, None, "0113801001")
    with pytest.raises(Afvist):
        Spoergsmaal(profile, data, law, None).forstaa(request, DATO)
    rest = {id_: regel for id_, regel in KALDREGLER.items() if id_ != off}
    assert Spoergsmaal(profile, data, law, None, rest).forstaa(request, DATO).cpr == "0113801001"
