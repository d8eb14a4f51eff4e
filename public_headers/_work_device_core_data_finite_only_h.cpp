#include "/work/device/core/data/finite_only.h"
