# Writes voom_values.h: what edgeR and limma make of counts that a short formula gives.
#   Rscript voom_values.R > voom_values.h
suppressPackageStartupMessages({ library(edgeR); library(limma) })
genes <- 60; donors <- 5
state <- 12345
draw <- function() { state <<- (state * 16807) %% 2147483647; state / 2147483647 }  # Park and Miller 1988
counts <- matrix(0, genes, 2 * donors)
for (g in seq_len(genes)) for (s in seq_len(2 * donors)) {
  level <- 3 * 1.09^g * (1 + 0.2 * ((s - 1) %/% 2)) * (if (s %% 2 == 1 && g %% 7 == 0) 2.5 else 1)
  counts[g, s] <- floor(level * (0.2 + 1.5 * draw()^(0.2 + (g %% 5)^2 / 3)))  # some vary more than others
}
donor <- factor(rep(seq_len(donors), each = 2)); side <- factor(rep(c(1, 0), donors))
show <- function(name, x) cat(sprintf("inline const std::vector<double> %s{%s};\n", name,
                                      paste(format(x, digits = 15, trim = TRUE), collapse = ", ")))
test <- function(design, name, coef) {
  y <- DGEList(counts, group = side); kept <- filterByExpr(y, group = side)
  y <- calcNormFactors(y[kept, , keep.lib.sizes = FALSE])
  fit <- eBayes(lmFit(voom(y, design), design))
  show(paste0(name, "_kept"), which(kept) - 1); show(paste0(name, "_factors"), y$samples$norm.factors)
  show(paste0(name, "_fold_changes"), fit$coefficients[, coef]); show(paste0(name, "_t"), fit$t[, coef])
  show(paste0(name, "_p"), fit$p.value[, coef]); show(paste0(name, "_prior"), c(fit$df.prior, fit$s2.prior))
}
cat(sprintf("// Made by voom_values.R with R %s, limma %s and edgeR %s.\n#pragma once\n\n#include <vector>\n\n",
            getRversion(), packageVersion("limma"), packageVersion("edgeR")))
cat("// clang-format off\n")
show("bulk_counts", t(counts)[, ] |> t() |> as.vector())
paired <- model.matrix(~ donor + side); test(paired, "paired", ncol(paired))
plain <- model.matrix(~ side); test(plain, "plain", 2)
x <- (seq_len(40) %% 13)^1.5 + seq_len(40) / 10; o <- order(x); y <- sin(x / 4) + (seq_len(40) %% 5) / 9
show("lowess_x", x[o]); show("lowess_y", y[o]); show("lowess_fit", lowess(x[o], y[o], f = 0.5)$y)
cat("// clang-format on\n")
