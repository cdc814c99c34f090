"""How Sphinx builds the documentation. The source is the whole repository, so that links work as on a code host."""

project = "chip-deals"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "docs/index"
include_patterns = ["README.md", "CHANGELOG.md", "docs/*.md", "notebooks/*.ipynb"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"
autodoc_typehints = "none"
html_title = "Chip deals"
html_theme = "alabaster"

# Figures come as an interactive specification and as a picture; these pages show the picture.
suppress_warnings = ["mystnb.unknown_mime_type"]
