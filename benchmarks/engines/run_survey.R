# R's survey. Arguments: task, workload, share, calls, where to leave the results. Columns are the
# same binary files; results are doubles, and one line each of seconds, gigabytes and version.
suppressPackageStartupMessages(library(survey))
given <- commandArgs(trailingOnly = TRUE)
task <- given[1]; place <- given[2]; share <- as.integer(given[3]); out <- given[5]
kept <- readLines(file.path(place, "columns.txt"))
kept <- read.table(text = kept, sep = "\t", stringsAsFactors = FALSE, quote = "",
                   col.names = c("name", "dtype", "rows", "categories"))
rows <- kept$rows[1]
column <- function(name) {
  one <- kept[kept$name == name, ]
  path <- file.path(place, paste0(name, ".bin"))
  if (one$dtype == "<f8") return(readBin(path, "double", rows, size = 8, endian = "little"))
  width <- if (one$dtype == "|i1") 1 else 4
  codes <- readBin(path, "integer", rows, size = width, signed = TRUE, endian = "little")
  if (one$categories == "") return(codes)
  structure(codes + 1L, levels = strsplit(one$categories, "|", fixed = TRUE)[[1]], class = "factor")
}
frame <- function(names) as.data.frame(setNames(lapply(names, column), names))
margins <- c("region", "size", "sector", "age", "sex")
model <- ~ region + size + sector + age + sex
totals <- scan(file.path(place, "model-totals.txt"), quiet = TRUE)
raked <- function(design, ...)
  calibrate(design, model, totals, calfun = "raking", epsilon = 1e-10, maxit = 200, ...)
indicators <- sprintf("y%03d", seq_len(share))
plain <- function(d) svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)

if (task %in% c("rake", "logit")) {
  d <- frame(c(margins, "weight"))
  call <- function() {
    design <- svydesign(id = ~1, weights = ~weight, data = d)
    if (task == "rake") return(weights(raked(design)))
    weights(calibrate(design, model, totals, calfun = "logit", bounds = c(0.3, 3),
                      epsilon = 1e-10, maxit = 200))
  }
  give <- function(answer) as.double(answer)
} else if (task == "bootstrap") {
  d <- frame(c(margins, "weight", "stratum", "psu"))
  call <- function() {
    set.seed(7)
    raked(as.svrepdesign(plain(d), type = "subbootstrap", replicates = share))
  }
  give <- function(answer) as.double(weights(answer, "sampling"))
} else if (task == "supplied") {
  d <- frame(c(margins, "weight"))
  given_weights <- sapply(seq_len(share), function(r) column(paste0("rw", r)))
  call <- function() raked(svrepdesign(
    repweights = given_weights, weights = d$weight, data = d, type = "bootstrap",
    combined.weights = TRUE), compress = FALSE)
  give <- function(answer) as.double(t(weights(answer, "analysis")))
} else {
  d <- frame(c(margins, "weight", "stratum", "psu", "domain", indicators))
  if (task == "calibrated") design <- raked(plain(d))
  call <- function() {
    if (task == "estimates") design <- plain(d)
    # All of them in one formula: domains are then cut once, which is its fastest way.
    svyby(reformulate(indicators), ~domain, design, svymean)
  }
  give <- function(answer) c(unlist(as.data.frame(answer)[indicators]), unlist(SE(answer)))
}
start <- proc.time()
answer <- call()
took <- proc.time() - start
peak <- grep("VmHWM", readLines("/proc/self/status"), value = TRUE)
peak <- as.numeric(gsub("[^0-9]", "", peak)) / 2^20
writeBin(give(answer), paste0(out, ".bin"), size = 8, endian = "little")
writeLines(c(format(took[["user.self"]] + took[["sys.self"]], digits = 15), format(peak),
             paste(packageVersion("survey"), "in", R.version.string)), out)
