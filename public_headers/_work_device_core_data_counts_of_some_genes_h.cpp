#include "/work/device/core/data/counts_of_some_genes.h"
