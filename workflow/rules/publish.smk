# publish: tables, figures, documents and banner books as readers receive them.
#
# in    the estimates and gaps of the waves and schemes that the item shows; for documents
#       the comparisons of waves instead of the gaps; for figures how weights are spread
# out   <item>.csv (tidy), then in each language .html, .xlsx, .docx, .tex, .pdf and .csv (as
#       displayed), or .svg, .png, .pdf and .vl.json, or .html, .docx and .pdf; of a book .xlsx alone
# then  release


rule publish_table:
    input:
        estimates=shown(
            "publish_table", "processed/estimate/{wave}/{scheme}/estimates.csv"
        ),
        comparisons=shown(
            "publish_table", "processed/estimate/{wave}/{scheme}/comparisons.csv"
        ),
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
