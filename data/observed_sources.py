"""Citation keys of the source strings of the observed tables.

Each entry: the beginning of a source string, its key in sources.bib, and what the string says
beyond the citation (kept in the note of the fact).
"""

from __future__ import annotations

SOURCES: tuple[tuple[str, str], ...] = (
    ("N. W. Ashcroft & N. D. Mermin", "ashcroft1976"),
    ("E. J. Covington & D. J. Montgomery", "covington1957"),
    ("CRC Handbook of Chemistry and Physics, 95th", "crc95"),
    ("CRC Handbook of Chemistry and Physics, 98th", "crc98"),
    ('CRC Handbook of Chemistry and Physics, "Elastic', "crc98"),
    ("D. R. Lide (ed.)", "crc80"),
    ("CIAAW/IUPAC", "prohaska2022"),
    ("A. Kramida et al.", "nist_asd"),
    ("R. W. G. Wyckoff", "wyckoff1963"),
    ("Y. W. Yang & P. Coppens", "yang1978"),
    ("C. S. Barrett", "barrett1956"),
    ("M. M. Beg & M. Nielsen", "beg1976"),
    ("C. Kittel", "kittel2005"),
    ("KnowledgeDoor", "knowledgedoor"),
    ("M. W. Chase Jr.", "chase1998"),
    ("T. Soma 1974", "soma1974"),
    ('"Isothermal equations of state of potassium"', "potassium1981"),
    ("G. Simmons & H. Wang", "simmons1971"),
    ('P. A. Smith & C. S. Smith, "Pressure', "smith1964"),
    ("A. T. Dinsdale", "dinsdale1991"),
    ("reference correlation, source not named", "thermolib"),
    ("I. Yokoyama", "yokoyama2001"),
    ("M. J. Assael et al., Reference data for the density and viscosity of liquid aluminum",
     "assael2006"),
    ("M. J. Assael et al., Reference data for the density and viscosity of liquid copper",
     "assael2010"),
    ("P. Tolias", "tolias2022"),
    ("recommended expressions, source not named", "iridium_module"),
    ("experimental g(r), source not named", "tpt_jl"),
    ("A. Meyer, M. J. Stott & W. H. Young", "meyer1976"),
    ("N. S. Gingrich & L. Heaton", "gingrich1961"),
    ("R. G. McQueen", "mcqueen1970"),
    ("M. A. Meyers", "meyers1994"),
    ("D. J. Steinberg", "steinberg1996"),
    ("W. J. Carter and S. P. Marsh", "carter_marsh"),
    ("S. P. Marsh (ed.)", "marsh1980"),
    ("T. S. Duffy & T. J. Ahrens", "duffy1998"),
    ("S. T. Stewart, fit", "stewart2022"),
    ("AGU Reference Shelf", "agu_shelf"),
    ("K. K. Krupnikov", "krupnikov1963"),
    ("L. V. Al'tshuler et al., J. Appl.", "altshuler1981"),
    ("L. V. Al'tshuler et al., Sov. Phys. JETP 27", "altshuler1968"),
    ("L. V. Al'tshuler, A. A. Bakanova", "altshuler1962"),
    ("R. F. Trunin et al., Sov. Phys. JETP 75", "trunin1992"),
    ("R. F. Trunin et al., Sov. Phys. JETP 76", "trunin1993"),
    ('R. F. Trunin et al., "Experimental', "trunin1972"),
    ("R. F. Trunin, Usp.", "trunin1994"),
    ("C. E. Ragan", "ragan1984"),
)  # fmt: skip

# What a string says of its own reliability, or a second possible origin.
CAVEATS = ("unverified", ", or ", "as named", "primary", " / ", "not named", "quoted")


def key_of(row: dict[str, str]) -> tuple[str, str]:
    """Return the citation key of a row's source, and the string itself where it holds a caveat.

    What was recalled has no source that was read: what it was attributed to is a guess.
    """
    source = row["source"]
    if not source or row["status"] == "recalled":
        return "recalled", f"perhaps of {source}" if source else ""
    for start, key in SOURCES:
        if source.startswith(start):
            caveat = any(word in source for word in CAVEATS)
            return key, f"source as carried: {source}" if caveat else ""
    raise ValueError(f"no citation key for the source {source!r}")
