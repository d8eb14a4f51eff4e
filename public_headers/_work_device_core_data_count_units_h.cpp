#include "/work/device/core/data/count_units.h"
