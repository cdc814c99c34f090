import math

import pandas as pd

from deals.kit.dust import PRICE_NOISE, swept, swept_series, without_dust


def test_next_to_nothing_is_nothing_without_a_sign() -> None:
    for number in (-5.6e-16, -0.0, 1e-10):
        assert math.copysign(1, without_dust(number)) == 1
        assert without_dust(number) == 0
    assert without_dust(-2e-9) == -2e-9
    assert without_dust(1e-12, PRICE_NOISE) == 1e-12


def test_a_table_is_swept_whole_and_all_else_in_it_stays() -> None:
    frame = pd.DataFrame(
        {"gain": [-1e-14, -0.0, 2.5], "kind": ["a", "b", None], "mixed": [1e-17, "x", (1,)], "n": [0, 1, 2]},
        index=pd.Index(["x", "x", "y"], name="code"),
    )
    clean = swept(frame)
    assert clean.to_csv().splitlines()[1:] == ["x,0.0,a,0.0,0", "x,0.0,b,x,1", 'y,2.5,,"(1,)",2']
    assert list(clean.dtypes) == list(frame.dtypes)
    assert frame["gain"].iloc[0] == -1e-14
    assert swept_series(pd.Series([-1e-14, math.nan, 1.0])).tolist()[::2] == [0.0, 1.0]
