#include "/work/device/core/base/job.h"
