"""An assumption in a sentence says what it is about, with the name by which it can be asked for."""

from deals.page import style
from deals.world import World
from deals.world.naming.assumptions import about_assumption


def test_every_number_of_the_data_has_words(then: World) -> None:
    without = {name.split(".")[0] for name in then.parameters if about_assumption(name) == name}
    assert without == {"draws"}, "numbers about draws are no assumptions on the world"


def test_an_assumption_in_words_fits_beside_a_bar(then: World) -> None:
    """A letter takes five and a half pixels or so."""
    assert max(len(about_assumption(name)) for name in then.parameters) * 5.5 < style.ASSUMPTION


def test_an_economy_in_a_name_is_told_by_its_own() -> None:
    assert about_assumption("diversion.leak of PAK") == "chips diverted, Pakistan (diversion.leak of PAK)"
    assert about_assumption("diversion.throughput.GBR.ARE") == "what routes can carry (diversion.throughput.GBR.ARE)"
    assert about_assumption("nobody.knows") == "nobody.knows"
