#include "/work/device/core/data/cell_factors.h"
