#include "/work/device/core/base/natural_order.h"
