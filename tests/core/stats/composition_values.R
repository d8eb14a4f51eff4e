# Writes composition_values.h: what limma makes of transformed shares, as speckle's propeller asks it to.
#   python3 -c 'import anndata, pandas as pd, sys; o = anndata.read_h5ad(sys.argv[1]).obs
#     pd.crosstab(o.cell_type.astype(str), o.donor_id.astype(str)).to_csv(sys.argv[2])' kang_sle_pbmc.h5ad kang.csv
#   Rscript composition_values.R kang.csv > composition_values.h
suppressPackageStartupMessages(library(limma))
groups <- 7; donors <- 5
state <- 4711
draw <- function() { state <<- (state * 16807) %% 2147483647; state / 2147483647 }  # Park and Miller 1988
counts <- matrix(0, groups, 2 * donors)  # the condition and the reference of a donor side by side
for (g in seq_len(groups)) for (s in seq_len(2 * donors))
  counts[g, s] <- floor((if (g == 3 && s %% 2 == 1) 3 else 1) * 4 * 2^g * draw()^(1 + g %% 3) * (1 + s / 9))
counts[1, c(2, 5)] <- 0  # groups that a sample lacks
donor <- factor(rep(seq_len(donors), each = 2)); side <- factor(rep(c(1, 0), donors))
show <- function(name, x) cat(sprintf("inline const std::vector<double> %s{%s};\n", name,
                                      gsub("Inf", "infinite", paste(format(x, digits = 15, trim = TRUE), collapse = ", "))))
tab <- t(counts); props <- tab / rowSums(tab); pseudo <- (tab + 0.5) / rowSums(tab + 0.5)
scales <- list(arcsine = t(asin(sqrt(props))), logit = t(log(pseudo / (1 - pseudo))))
cat(sprintf("// Made by composition_values.R with R %s and limma %s.\n#pragma once\n\n#include <limits>\n#include <vector>\n\ninline constexpr double infinite = std::numeric_limits<double>::infinity();\n",
            getRversion(), packageVersion("limma")))
cat("// clang-format off\n")
show("composition_counts", as.vector(t(counts)))
for (scale in names(scales)) for (paired in c("paired", "plain")) {
  design <- if (paired == "paired") model.matrix(~ donor + side) else model.matrix(~ side)
  fit <- eBayes(lmFit(scales[[scale]], design)); last <- ncol(design); name <- paste0(scale, "_", paired)
  show(paste0(name, "_coefficients"), fit$coefficients[, last]); show(paste0(name, "_t"), fit$t[, last])
  show(paste0(name, "_p"), fit$p.value[, last]); show(paste0(name, "_prior"), c(fit$df.prior, fit$s2.prior))
}
# Cells of the data set's own donors, the last four (by name) against the first four.
kang <- as.matrix(read.csv(commandArgs(TRUE)[1], row.names = 1, check.names = FALSE))
pseudo <- (t(kang) + 0.5) / rowSums(t(kang) + 0.5)
fit <- eBayes(lmFit(t(log(pseudo / (1 - pseudo))), model.matrix(~ rep(0:1, each = 4))))
show("kang_coefficients", fit$coefficients[, 2]); show("kang_t", fit$t[, 2]); show("kang_p", fit$p.value[, 2])
cat("// clang-format on\n")
