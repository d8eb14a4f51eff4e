#include "/work/device/core/data/dataset.h"
