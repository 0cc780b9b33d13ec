"""Lexical profiles: classes of answers by their words. Method: docs/methods/typology.md.

As a stage
    learn        a typology made from the answers of a wave: codebook and tables
    follow       a later wave in its classes, and whether they still fit; the bridge of a revision
    review       verbatims that may leave

As a library, each on arrays
    tree         the descending classification (Reinert): split, axes, cuts, exchange, terms
    crossing     the double classification of long texts; units joins their segments
    preparation  words to terms: tokens, lexicon
    keyness, bigrams, associations, typical, plane, similarity
                 what is said of a class
    stability, agreement
                 classifications of part of the answers
    projection, calibration, codebook, fit, drift, shares
                 new answers in old classes
    masking      names taken out of texts
"""
