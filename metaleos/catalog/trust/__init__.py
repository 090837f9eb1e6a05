"""How a number came about: status, differences, explanations, citations, sensitivities."""
