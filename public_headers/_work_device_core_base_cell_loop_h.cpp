#include "/work/device/core/base/cell_loop.h"
