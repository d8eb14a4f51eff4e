#include "/work/device/core/base/parallel.h"
