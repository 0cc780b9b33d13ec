# publish: tables and figures as readers receive them.
#
# in    the estimates and gaps of the waves and schemes that the item shows
# out   <item>.csv (tidy), then in each language .html, .xlsx, .docx, .tex, .pdf and .csv (as
#       displayed), or .svg, .png and .vl.json
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
        files=multiext(
            "processed/publish/tables/{item}/{item}",
            ".csv",
            ".fr.html",
            ".fr.xlsx",
            ".fr.docx",
            ".fr.tex",
            ".fr.pdf",
            ".fr.csv",
            ".en.html",
            ".en.xlsx",
            ".en.docx",
            ".en.tex",
            ".en.pdf",
            ".en.csv",
        ),
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
    output:
        files=multiext(
            "processed/publish/figures/{item}/{item}",
            ".csv",
            ".fr.svg",
            ".fr.png",
            ".fr.vl.json",
            ".en.svg",
            ".en.png",
            ".en.vl.json",
        ),
    log:
        "logs/publish/figures/{item}.log",
    params:
        settings=settings("publish_figure"),
        digest=digest("publish_figure"),
    message:
        "Publishing figure {wildcards.item}"
    run:
        step(rule, input, output, params, wildcards, log)
