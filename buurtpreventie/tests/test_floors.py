"""The house stands: imports point down, rooms keep to themselves, views reach rows by two doors (ontwerp §1, stijl)."""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {
    "buurtpreventie": 0,
    "teams": 1,
    "teams.rondes": 2,
    "meldingen": 3,
    "trainingen": 3,
    "opvolging": 4,
    "evaluaties": 5,
}
APPS = (
    "buurtpreventie",
    "teams",
    "meldingen",
    "trainingen",
    "opvolging",
    "evaluaties",
)  # the folders; the rounds live in that of the teams
LABELS = (*APPS, "rondes")
OUTSIDE_THE_FLOORS = {"buurtpreventie/urls.py", "buurtpreventie/settings.py"}  # they name every floor, as text

# What a room of an app may not reach, beside the floors (stijl, "The rooms of an app").
FORBIDDEN = {
    "querysets": {"models", "actions", "permissions", "forms", "mails", "views", "tasks", "figures"},
    "models": {"actions", "permissions", "forms", "mails", "views", "tasks", "figures"},
    "permissions": {"actions", "forms", "mails", "views", "tasks"},
    "mails": {"actions", "forms", "views", "tasks"},
    "actions": {"forms", "views", "tasks", "figures"},
    "forms": {"actions", "mails", "views", "tasks"},
    "figures": {"actions", "forms", "mails", "views"},
    "views": {"mails", "tasks"},
    "tasks": {"forms", "mails", "views", "models"},
}
# allauth's own forms send their mail themselves; ours stands in their place.
LIBRARY_WANTS_IT = {("buurtpreventie/accounts/forms.py", "buurtpreventie.accounts.mails.pretend_to_queue")}
DOORS = {"visible_to", "readable_by", "usable"}  # usable: the partner's door, by the hash of a link
DRAWERS = {"utils", "helpers", "services", "managers", "signals"}


def project_files():
    """Every Python file of the apps that is neither test nor migration."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if not {"tests", "migrations"} & set(path.parts):
                yield path


def name_of(path):
    return str(path.relative_to(ROOT))


FILES = {name_of(path): path for path in project_files()}


@cache
def tree_of(name):
    return ast.parse(FILES[name].read_text())


def imports_in(tree):
    """(node, dotted module) of every import of project code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from ((node, module) for module in modules if module.split(".")[0] in APPS)


def floor_of(dotted):
    """The floor of a module; ``teams.rondes`` lies above ``teams``."""
    return max(FLOORS[floor] for floor in FLOORS if f"{dotted}.".startswith(f"{floor}."))


def app_of(name):
    """The app of a file as a dotted name; each room of ``buurtpreventie`` stands by itself."""
    parts = name.split("/")
    nested = (parts[0] == "buurtpreventie" and len(parts) > 2) or parts[:2] == ["teams", "rondes"]
    return ".".join(parts[: 2 if nested else 1])


def room_of(name):
    """The room of a file: ``opvolging/actions/asks.py`` and ``opvolging/actions.py`` are both "actions"."""
    return name.split("/")[app_of(name).count(".") + 1].removesuffix(".py")


@pytest.mark.parametrize("name", FILES)
def test_imports_point_down(name):
    if name in OUTSIDE_THE_FLOORS:
        return
    floor = floor_of(name.removesuffix(".py").replace("/", "."))
    upward = [module for _node, module in imports_in(tree_of(name)) if floor_of(module) > floor]
    assert upward == []


@pytest.mark.parametrize("name", FILES)
def test_what_stands_side_by_side_does_not_know_each_other(name):
    """Meldingen and trainingen share a floor; trainings rest on teams and know no rounds either (ontwerp §1)."""
    own, strangers = name.split("/")[0], {"meldingen": ("trainingen",), "trainingen": ("meldingen", "teams.rondes")}
    known = [module for _node, module in imports_in(tree_of(name)) if module.startswith(strangers.get(own, ()))]
    assert known == []


@pytest.mark.parametrize("name", FILES)
def test_project_code_is_imported_at_the_top_of_a_file(name):
    tree = tree_of(name)
    inside = [
        module
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and function.name != "ready"
        for _node, module in imports_in(function)
    ]
    assert inside == []


@pytest.mark.parametrize("name", [n for n in FILES if not n.startswith("buurtpreventie/") or n.count("/") > 1])
def test_a_room_does_not_reach_where_it_does_not_belong(name):
    room, own = room_of(name), app_of(name)
    wrong = [
        module
        for _node, module in imports_in(tree_of(name))
        if module.startswith(own + ".")
        and module.removeprefix(own + ".").split(".")[0] in FORBIDDEN.get(room, ())
        and (name, module) not in LIBRARY_WANTS_IT
    ]
    assert wrong == []


@cache
def scoped_models():
    """Models whose rows belong to somebody: their manager has a door."""
    return {
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in LABELS and any(hasattr(model._default_manager.all(), door) for door in DOORS)
    }


@cache
def scoped_relations():
    """Names by which another object leads to rows of a scoped model."""
    return {
        relation.get_accessor_name()
        for model in apps.get_models()
        for relation in model._meta.related_objects
        if relation.related_model.__name__ in scoped_models() and not relation.hidden
    }


VIEWS = [name for name in FILES if room_of(name) in ("views",) or "/views" in name]


def chained_attribute(tree, node):
    """The name that follows ``node`` in an attribute chain, or None."""
    for parent in ast.walk(tree):
        if isinstance(parent, ast.Attribute) and parent.value is node:
            return parent.attr
    return None


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_reaches_scoped_rows_only_by_the_doors(name):
    tree = tree_of(name)
    by_the_window = [
        f"{node.value.id}.objects at line {node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("objects", "_default_manager", "_base_manager")
        and isinstance(node.value, ast.Name)
        and node.value.id in scoped_models()
        and chained_attribute(tree, node) not in DOORS
    ]
    assert by_the_window == []


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_does_not_touch_related_managers_of_scoped_models(name):
    touched = [
        f".{node.attr} at line {node.lineno}"
        for node in ast.walk(tree_of(name))
        if isinstance(node, ast.Attribute) and node.attr in scoped_relations()
    ]
    assert touched == []


def test_the_doors_are_where_we_think():
    """A scoped model that lost its door would silently leave the two tests above."""
    assert scoped_models() >= {
        "Melding",
        "MeldingInhoud",
        "Opvolging",
        "Terugkoppeling",
        "Toegang",
        "Concept",
        "Team",
        "Ronde",
        "Sessie",
        "Inschrijving",
        "Bewijs",
    }


def test_there_is_no_drawer_without_a_name():
    assert [name for name in FILES if Path(name).stem in DRAWERS] == []


def test_only_the_outbox_speaks_smtp():
    speakers = {
        name
        for name in FILES
        for node in ast.walk(tree_of(name))
        if (isinstance(node, ast.ImportFrom) and node.module in ("django.core.mail", "smtplib"))
        or (isinstance(node, ast.Import) and any(alias.name == "smtplib" for alias in node.names))
    }
    assert {name for name in speakers if not name.startswith("buurtpreventie/outbox/")} == set()


def weasyprint_imports(nodes):
    """Which of these nodes import the PDF library."""
    return [
        node
        for node in nodes
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "weasyprint")
        or (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "weasyprint" for alias in node.names))
    ]


def test_only_documents_knows_weasyprint_and_asks_for_it_late():
    """At the top of a file it would stop the whole site where its system libraries are not installed."""
    knowing = {name for name in FILES if weasyprint_imports(ast.walk(tree_of(name)))}
    inside = {
        name
        for name in FILES
        for function in ast.walk(tree_of(name))
        if isinstance(function, ast.FunctionDef) and weasyprint_imports(ast.walk(function))
    }
    assert {Path(name).parent for name in knowing} == {Path("buurtpreventie/documents")}
    assert knowing == inside
    assert [name for name in knowing if weasyprint_imports(tree_of(name).body)] == []
