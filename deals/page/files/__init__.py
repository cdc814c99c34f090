"""Pages and tables as files that are handed on: HTML that stands alone, Word, Excel."""
