"""Repeal, mild: back to the rules of 2023 and nothing in their place; the same rules from the scenario's date on."""

from dataclasses import replace

from deals.regimes.catalogue import pre_2025

REGIME = replace(
    pre_2025.REGIME,
    id="open_2023",
    title="Repeal: back to the groups of 2023",
    citation="Carnegie Endowment, 8 May 2025, option 3, mild; 88 FR 73458",
)
