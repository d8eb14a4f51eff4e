#include "/work/device/core/base/heavy_work.h"
