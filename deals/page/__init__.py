"""A page and a picture of nothing in particular: documents, charts, style, wording, marks and shapes."""
