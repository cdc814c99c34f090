"""A proposal as files that are handed on: a briefing pack, a page, a workbook."""
