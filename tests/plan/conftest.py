from tests.small_plan import deal, division, india, plan, question, scenario

__all__ = ["deal", "division", "india", "plan", "question", "scenario"]
