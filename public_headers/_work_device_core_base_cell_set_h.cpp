#include "/work/device/core/base/cell_set.h"
