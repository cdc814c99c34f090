"""The public face is what the package says it is."""

import optimizer


def test_the_face_lists_exactly_the_public_names() -> None:
    submodules = {name for name in vars(optimizer) if getattr(vars(optimizer)[name], "__file__", None)}
    public = {name for name in vars(optimizer) if not name.startswith("_")} - submodules
    # A function and its module share the name "trace"; the function is the public one.
    assert sorted(public) == sorted(optimizer.__all__)


def test_every_error_is_an_optimizer_error() -> None:
    errors = [getattr(optimizer, name) for name in optimizer.__all__ if name.endswith("Error")]
    assert all(issubclass(error, optimizer.OptimizerError) for error in errors)
