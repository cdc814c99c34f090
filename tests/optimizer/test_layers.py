"""Every file knows only what lies below it, and so does every folder; nothing of our own is imported late."""

from graphlib import TopologicalSorter

from tests.house.tree import imports, python_files, relative


def graph() -> dict[str, set[str]]:
    """Every module of the package with those of the package that it imports, for types as well."""
    files = {named(relative(path)): path for path in python_files("optimizer")}
    return {name: {module for module, _ in imports(path) if module in files} for name, path in files.items()}


def named(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_no_file_is_built_on_one_that_is_built_on_it() -> None:
    TopologicalSorter(graph()).prepare()


def test_no_folder_is_built_on_one_that_is_built_on_it() -> None:
    rooms: dict[str, set[str]] = {}
    for name, below in graph().items():
        rooms.setdefault(room(name), set()).update({room(module) for module in below} - {room(name)})
    TopologicalSorter(rooms).prepare()


def test_nothing_inside_asks_the_face() -> None:
    assert not [name for name, below in graph().items() if "optimizer" in below]


def test_only_heavy_libraries_are_imported_late_and_said_to_be() -> None:
    for path in python_files("optimizer"):
        assert not [m for m, at_once in imports(path) if not at_once and m.partition(".")[0] == "optimizer"]
        late = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("        import ")]
        assert all(line.endswith("# heavy") for line in late), relative(path)
