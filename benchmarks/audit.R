# R's survey, variant by variant: calibrate, then the means of all indicators with their errors.
suppressPackageStartupMessages(library(survey))
place <- commandArgs(trailingOnly = TRUE)[1]
rows <- read.csv(file.path(place, "rows.csv"))
told <- read.csv(file.path(place, "totals.csv"))
variants <- read.delim(file.path(place, "variants.tsv"), header = FALSE, stringsAsFactors = FALSE,
                       col.names = c("name", "margins", "method"))
for (margin in unique(told$margin)) rows[[margin]] <- factor(rows[[margin]])
answers <- reformulate(grep("^y[0-9]+$", names(rows), value = TRUE))
population <- sum(told$total[told$margin == "sex"])
design <- svydesign(ids = ~1, weights = rep(population / nrow(rows), nrow(rows)), data = rows)
totals <- function(margins) {
  wanted <- c(`(Intercept)` = population)
  for (margin in margins) {
    own <- told[told$margin == margin, ]
    names <- paste0(margin, own$category)
    wanted <- c(wanted, setNames(own$total, names)[-1])
  }
  wanted
}
one <- function(margins, method) {
  formula <- as.formula(paste("~", margins))
  wanted <- totals(strsplit(margins, " + ", fixed = TRUE)[[1]])
  made <- if (method == "logit") {
    calibrate(design, formula, wanted, calfun = "logit", bounds = c(0.2, 4), epsilon = 1e-10, maxit = 200)
  } else {
    calibrate(design, formula, wanted, calfun = method, epsilon = 1e-10, maxit = 200)
  }
  found <- svymean(answers, made)
  c(coef(found), SE(found))
}
start <- proc.time()
results <- mapply(one, variants$margins, variants$method)
took <- proc.time() - start
writeBin(as.double(results), file.path(place, "results.bin"), size = 8, endian = "little")
writeLines(format(took[["user.self"]] + took[["sys.self"]], digits = 15), file.path(place, "seconds.txt"))
