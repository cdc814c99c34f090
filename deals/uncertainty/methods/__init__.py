"""Methods over draws and their outcomes, of anything: screening, shares of variance, rules, risk, regret, value."""
