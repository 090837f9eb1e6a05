"""State options as people give them."""

from __future__ import annotations

import pytest

from metaleos.catalog.states.request import state_request
from metaleos.errors import QuantityError, UsageError


def test_too_many_states():
    with pytest.raises(QuantityError, match="at most"):
        state_request(temperature="1:2:2000 eV", compression="1:2:2000")


def test_the_order_is_that_of_the_table_and_not_of_the_call():
    request = state_request(theta=0.5, volume=200.0, temperature=[1e4, 2e4], structure="FCC, bcc")
    assert list(request.given) == ["structure", "temperature", "volume", "theta"]
    assert request.get("structure") == ("fcc", "bcc")
    assert request.get("temperature") == (1e4, 2e4)
    assert request.get("density") is None
    assert request.size == 4
    assert not state_request()


def test_what_is_no_state_is_refused():
    with pytest.raises(UsageError, match="did you mean temperature"):
        state_request(temprature=1.0)
    with pytest.raises(UsageError, match="both say the volume"):
        state_request(volume=200.0, compression=1.0)
    with pytest.raises(QuantityError, match="must be positive"):
        state_request(volume=0.0)
    assert state_request(temperature=0.0).get("temperature") == (0.0,)
