//! Components that several views use. Nothing here names a view.

pub(super) mod alike;
pub(super) mod attachment_field;
pub(super) mod colleagues;
pub(super) mod due;
pub(super) mod entity_choice;
pub(super) mod form_data;
pub(super) mod highlight;
pub(super) mod kept;
pub(super) mod loaded;
pub(super) mod proposal;
