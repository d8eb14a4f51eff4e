#include "/work/device/core/base/count_text.h"
