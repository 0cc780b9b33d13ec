# publish: tables, figures, documents, banner books, notes and decks as readers receive them.
#
# in    the estimates and gaps of the waves and schemes that the item shows; for documents
#       the comparisons of waves instead of the gaps; for figures how weights are spread;
#       for tables and figures the profiles of a typology; for
#       notes what tells of the wave itself: dispositions, weights, margins, precision,
#       published figures checked
# out   <item>.csv (tidy), then in each language .html, .xlsx, .docx, .tex, .pdf and .csv (as
#       displayed), or .svg, .png, .pdf and .vl.json, or .html, .docx and .pdf; of a book .xlsx
#       alone, of a deck .pptx
# then  release


rule publish_table:
    input:
        estimates=shown(
            "publish_table", "processed/estimate/{wave}/{scheme}/estimates.csv"
        ),
        comparisons=shown(
            "publish_table", "processed/estimate/{wave}/{scheme}/comparisons.csv"
        ),
        profile_shares=profiled("publish_table", "shares.csv"),
        profile_words=profiled("publish_table", "words.csv"),
        profile_stability=profiled("publish_table", "stability.csv"),
        profile_splits=profiled("publish_table", "splits.csv"),
        profile_names=profiled("publish_table", "names.csv"),
    output:
        files=KINDS["table"].paths("{item}"),
    log:
        "logs/publish/tables/{item}.log",
    params:
        settings=settings("publish_table"),
        digest=digest("publish_table"),
    message:
        "Publishing table {wildcards.item}"
    run:
        step(rule, input, output, params, wildcards, log)


rule publish_figure:
    input:
        estimates=shown(
            "publish_figure", "processed/estimate/{wave}/{scheme}/estimates.csv"
        ),
        comparisons=shown(
            "publish_figure", "processed/estimate/{wave}/{scheme}/comparisons.csv"
        ),
        spread=shown(
            "publish_figure", "processed/weight/{wave}/{scheme}/distribution.csv"
        ),
        summaries=shown(
            "publish_figure", "processed/weight/{wave}/{scheme}/summary.csv"
        ),
        profile_shares=profiled("publish_figure", "shares.csv"),
        profile_words=profiled("publish_figure", "words.csv"),
        profile_stability=profiled("publish_figure", "stability.csv"),
        profile_splits=profiled("publish_figure", "splits.csv"),
        profile_names=profiled("publish_figure", "names.csv"),
    output:
        files=KINDS["figure"].paths("{item}"),
    log:
        "logs/publish/figures/{item}.log",
    params:
        settings=settings("publish_figure"),
        digest=digest("publish_figure"),
    message:
        "Publishing figure {wildcards.item}"
    run:
        step(rule, input, output, params, wildcards, log)


rule publish_document:
    input:
        estimates=shown(
            "publish_document", "processed/estimate/{wave}/{scheme}/estimates.csv"
        ),
        comparisons=compared("publish_document"),
    output:
        files=KINDS["document"].paths("{item}"),
    log:
        "logs/publish/documents/{item}.log",
    params:
        settings=settings("publish_document"),
        digest=digest("publish_document"),
    message:
        "Publishing document {wildcards.item}"
    run:
        step(rule, input, output, params, wildcards, log)


rule publish_book:
    input:
        estimates=shown(
            "publish_book", "processed/estimate/{wave}/{scheme}/estimates.csv"
        ),
        gaps=shown("publish_book", "processed/estimate/{wave}/{scheme}/comparisons.csv"),
        letters=shown("publish_book", "processed/estimate/{wave}/{scheme}/letters.csv"),
        comparisons=compared("publish_book"),
    output:
        files=KINDS["book"].paths("{item}"),
    log:
        "logs/publish/books/{item}.log",
    params:
        settings=settings("publish_book"),
        digest=digest("publish_book"),
    message:
        "Publishing book {wildcards.item}"
    run:
        step(rule, input, output, params, wildcards, log)


rule publish_note:
    input:
        dispositions=lambda wildcards: ancient(
            f"processed/clean/{wildcards.item.partition('.')[2]}/dispositions.csv"
        ),
        summaries=shown("publish_note", "processed/weight/{wave}/{scheme}/summary.csv"),
        margin_shares=shown(
            "publish_note", "processed/estimate/{wave}/{scheme}/margin_shares.csv"
        ),
        precision=shown(
            "publish_note", "processed/estimate/{wave}/{scheme}/precision.csv"
        ),
        published_check=ancient("processed/compare/published_check.csv"),
    output:
        files=KINDS["note"].paths("{item}"),
    log:
        "logs/publish/notes/{item}.log",
    params:
        settings=settings("publish_note"),
        digest=digest("publish_note"),
    message:
        "Publishing note {wildcards.item}"
    run:
        step(rule, input, output, params, wildcards, log)


rule publish_deck:
    input:
        estimates=shown(
            "publish_deck", "processed/estimate/{wave}/{scheme}/estimates.csv"
        ),
        comparisons=shown(
            "publish_deck", "processed/estimate/{wave}/{scheme}/comparisons.csv"
        ),
    output:
        files=KINDS["deck"].paths("{item}"),
    log:
        "logs/publish/decks/{item}.log",
    params:
        settings=settings("publish_deck"),
        digest=digest("publish_deck"),
    message:
        "Publishing deck {wildcards.item}"
    run:
        step(rule, input, output, params, wildcards, log)
