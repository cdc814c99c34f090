"""Deals, dates and standards as planned, terms adapting: hundreds of worlds in the time of one."""
