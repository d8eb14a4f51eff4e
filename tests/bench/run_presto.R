# Markers by presto (https://github.com/immunogenomics/presto) from the values that bench_compare --export wrote:
#   Rscript run_presto.R FOLDER [LIBRARY]
# Prints the seconds of wilcoxauc() alone, and writes its AUROC and p values to FOLDER/presto.csv.
arguments <- commandArgs(TRUE)
if (length(arguments) > 1) .libPaths(c(arguments[2], .libPaths()))
suppressPackageStartupMessages({ library(Matrix); library(presto) })
at <- function(name) file.path(arguments[1], name)
all_of <- function(name, what, size) readBin(at(name), what, n = file.size(at(name)) / size, size = size)
offsets <- all_of("offsets", "double", 8)
genes <- as.integer(readLines(at("genes")))
codes <- all_of("codes", "integer", 4)
# Cells are rows in the files, and columns here.
x <- new("dgCMatrix", p = as.integer(offsets), i = all_of("columns", "integer", 4),
         x = all_of("values", "numeric", 4), Dim = c(genes, length(codes)))
dimnames(x) <- list(as.character(seq_len(genes)), NULL)
x <- x[, codes >= 0]
codes <- codes[codes >= 0]
times <- system.time(result <- wilcoxauc(x, as.character(codes)))
cat(sprintf('{"presto_s": %.3f, "processor_s": %.3f, "cells": %d, "genes": %d}\n', times[["elapsed"]],
            times[["user.self"]] + times[["sys.self"]], ncol(x), nrow(x)))
write.csv(result, at("presto.csv"), row.names = FALSE)
