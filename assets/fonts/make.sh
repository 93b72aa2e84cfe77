#!/bin/sh
# Makes the three fonts that Hoist ships out of Debian's, and says how large they became.
#
#   apt-get install --no-install-recommends fonts-inter fonts-jetbrains-mono python3-fonttools
#   assets/fonts/make.sh
#
# What is changed, and why:
#   - only the letters that the window can meet are kept; Fyne asks the system's fonts for all others;
#   - Inter's digits are its tabular ones, because Fyne cannot switch a font's features and numbers that are counted up
#     must not dance;
#   - ligatures and contextual forms go: a file named "2x4->b.mp4" has to be shown as it is written.
# Neither font declares a Reserved Font Name (see the two licences beside this file), so they keep their names; the
# version string says that they are changed. The same input gives the same bytes.
set -eu
cd "$(dirname "$0")"
export SOURCE_DATE_EPOCH=1700000000

# Debian's own Python: another one on PATH does not see python3-fonttools.
/usr/bin/python3 - <<'PYTHON'
import os
from fontTools import subset
from fontTools.ttLib import TTFont

DEBIAN = "/usr/share/fonts/"
LETTERS = [
    (0x0020, 0x007E), (0x00A0, 0x024F),  # Latin, Latin-1, Extended-A and -B
    (0x02B0, 0x036F),                    # modifiers, combining accents
    (0x0370, 0x03FF), (0x0400, 0x052F),  # Greek, Cyrillic
    (0x1E00, 0x1EFF),                    # Latin Extended Additional (Vietnamese)
    (0x2000, 0x206F), (0x2070, 0x209F),  # punctuation, superscripts
    (0x20A0, 0x20BF), (0x2100, 0x218F),  # currencies, letterlike, fractions
    (0x2190, 0x21FF), (0x2200, 0x22FF),  # arrows, mathematics
    (0x2300, 0x23FF), (0x25A0, 0x25FF),  # keys such as ⌘, geometric shapes
    (0x2600, 0x27BF), (0x2B00, 0x2BFF),  # ⚠ ✓ ✕, more arrows
    (0xFFFD, 0xFFFD),
]
# Accents in their place and pairs set closer, nothing that changes which letter is seen.
FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern"]


def tabular(font):
    """Maps each digit to its tabular form."""
    gsub = font["GSUB"].table
    wanted = [i for r in gsub.FeatureList.FeatureRecord if r.FeatureTag == "tnum"
              for i in r.Feature.LookupListIndex]
    forms = {}
    for i in wanted:
        for table in gsub.LookupList.Lookup[i].SubTable:
            forms.update(getattr(table, "ExtSubTable", table).mapping)
    plain = {digit: font.getBestCmap()[digit] for digit in range(0x30, 0x3A)}
    for cmap in font["cmap"].tables:
        cmap.cmap.update({digit: forms[glyph] for digit, glyph in plain.items()})
    # SemiBold's forms come out of an interpolation and differ by a thousandth of their width.
    widths, glyphs = font["hmtx"], [forms[glyph] for glyph in plain.values()]
    widest = max(widths[glyph][0] for glyph in glyphs)
    for glyph in glyphs:
        widths[glyph] = (widest, widths[glyph][1])


def make(source, target, digits):
    font = TTFont(DEBIAN + source, recalcTimestamp=False)
    if digits:
        tabular(font)
    options = subset.Options()
    options.layout_features = FEATURES
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14, 16, 17]
    options.hinting = False  # Fyne's painter does not hint
    options.notdef_outline = True
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[u for a, b in LETTERS for u in range(a, b + 1)])
    cutter.subset(font)
    for name in font["name"].names:
        if name.nameID == 5:
            name.string = str(name) + ("; tabular digits," if digits else ";") + " subset for Hoist"
    font.save(target)
    print("%7d bytes  %4d characters  %s" % (os.path.getsize(target), len(font.getBestCmap()), target))


make("opentype/inter/Inter-Regular.otf", "Inter-Regular.otf", True)
make("opentype/inter/Inter-SemiBold.otf", "Inter-SemiBold.otf", True)
make("truetype/jetbrains-mono/JetBrainsMono-Regular.ttf", "JetBrainsMono-Regular.ttf", False)
PYTHON
