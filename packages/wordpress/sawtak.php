<?php
/**
 * Plugin Name: Sawtak
 * Description: Adds the box of Sawtak, by which visitors make a suggestion, an observation or a complaint.
 * Version: 0.1.0
 * Requires at least: 5.7
 * Requires PHP: 7.4
 * License: Apache-2.0 OR MIT
 * Text Domain: sawtak
 *
 * @package Sawtak
 */

namespace Sawtak;

defined( 'ABSPATH' ) || exit;

/** Name of the option, of its group and of the page under "Settings". */
const NAME = 'sawtak';

/** Default colour, which the tag omits. */
const COLOUR = '#0b6b5b';

/** Options as they are before an administrator saves any. */
const DEFAULTS = array(
	'origin'   => '',
	'entity'   => '',
	'language' => '',
	'place'    => 'corner',
	'selector' => '',
	'colour'   => COLOUR,
	'mode'     => '',
);

/** Languages of the box, by their tags. The empty one stands for the page's own. */
const LANGUAGES = array( '', 'ar', 'bn', 'en', 'fil', 'hi', 'ml', 'ru', 'ur', 'zh' );

/** Texts of the settings page in Arabic, by their English. */
const ARABIC = array(
	'Floating in the lower corner of each page'                => 'عائماً في الزاوية السفلى من كل صفحة',
	'On each page, after the element that this selector finds' => 'في كل صفحة، بعد العنصر الذي يدل عليه هذا المحدِّد',
	'Only where a page holds the shortcode [sawtak]'           => 'حيث تحوي الصفحة الرمز القصير [sawtak] فقط',
	'The address of Sawtak looks like https://voice.example.'  => 'عنوان «صوتك» يشبه https://voice.example.',
	'The entity is a short name such as rta.'                  => 'الجهة اسم مختصر مثل rta.',
	'Name a selector, such as #happiness-meter.'               => 'اكتبوا محدِّداً مثل ‎#happiness-meter.',
	'You may not change these settings.'                       => 'لا يحق لكم تغيير هذه الإعدادات.',
	'The page’s own'                                           => 'لغة الصفحة نفسها',
	'Address of Sawtak'                                        => 'عنوان «صوتك»',
	'Such as https://voice.example'                            => 'مثل https://voice.example',
	'Entity'                                                   => 'الجهة',
	'Its short name, such as rta'                              => 'اسمها المختصر، مثل rta',
	'Language'                                                 => 'اللغة',
	'Place'                                                    => 'المكان',
	'Selector'                                                 => 'المحدِّد',
	'For a place beside an element, such as #happiness-meter'  => 'للمكان بجانب عنصر، مثل ‎#happiness-meter',
	'Colour of the button'                                     => 'لون الزر',
	'Mode'                                                     => 'الوضع',
	'What is sent reaches the entity'                          => 'ما يُرسَل يصل إلى الجهة',
	'A test: what is sent reaches nobody'                      => 'اختبار: ما يُرسَل لا يصل إلى أحد',
);

/** Returns a text in Arabic for those who read the dashboard in it, unless a translation was installed. */
function arabic( $translation, $text ) {
	$is_arabic = 0 === strpos( determine_locale(), 'ar' );
	return $is_arabic && $translation === $text && isset( ARABIC[ $text ] ) ? ARABIC[ $text ] : $translation;
}

/** Returns the saved options, with defaults for those that are missing. */
function options() {
	$saved = get_option( NAME );
	return array_merge( DEFAULTS, is_array( $saved ) ? array_intersect_key( $saved, DEFAULTS ) : array() );
}

/** Returns the labels of the places, by their names. */
function places() {
	return array(
		'corner'    => __( 'Floating in the lower corner of each page', 'sawtak' ),
		'beside'    => __( 'On each page, after the element that this selector finds', 'sawtak' ),
		'shortcode' => __( 'Only where a page holds the shortcode [sawtak]', 'sawtak' ),
	);
}

/** Returns the labels of the modes, by their names. */
function modes() {
	return array(
		''     => __( 'What is sent reaches the entity', 'sawtak' ),
		'test' => __( 'A test: what is sent reaches nobody', 'sawtak' ),
	);
}

/** Returns an origin (scheme, host, port) in lower case, or an empty text if it isn't one over HTTPS or of this machine. */
function origin_of( $address ) {
	$parts  = wp_parse_url( trim( $address ) );
	$scheme = strtolower( isset( $parts['scheme'] ) ? $parts['scheme'] : '' );
	$host   = strtolower( isset( $parts['host'] ) ? $parts['host'] : '' );
	$local  = in_array( $host, array( 'localhost', '127.0.0.1' ), true );
	if ( ! preg_match( '/^[a-z0-9.-]+$/', $host ) || ! ( 'https' === $scheme || ( 'http' === $scheme && $local ) ) ) {
		return '';
	}
	return $scheme . '://' . $host . ( isset( $parts['port'] ) ? ':' . (int) $parts['port'] : '' );
}

/** Returns what may be saved of a form's fields, and says what was refused. */
function sanitize( $sent ) {
	$sent  = is_array( $sent ) ? array_filter( $sent, 'is_string' ) : array();
	$sent  = array_map( 'trim', array_merge( DEFAULTS, array_intersect_key( $sent, DEFAULTS ) ) );
	$known = options();

	$origin = origin_of( $sent['origin'] );
	if ( '' === $origin ) {
		add_settings_error( NAME, 'origin', __( 'The address of Sawtak looks like https://voice.example.', 'sawtak' ) );
		$origin = $known['origin'];
	}
	$entity = strtolower( $sent['entity'] );
	if ( ! preg_match( '/^[a-z0-9-]+$/', $entity ) ) {
		add_settings_error( NAME, 'entity', __( 'The entity is a short name such as rta.', 'sawtak' ) );
		$entity = $known['entity'];
	}
	$place    = array_key_exists( $sent['place'], places() ) ? $sent['place'] : DEFAULTS['place'];
	$selector = sanitize_text_field( $sent['selector'] );
	if ( 'beside' === $place && '' === $selector ) {
		add_settings_error( NAME, 'selector', __( 'Name a selector, such as #happiness-meter.', 'sawtak' ) );
		$place = DEFAULTS['place'];
	}
	$colour = sanitize_hex_color( $sent['colour'] );
	return array(
		'origin'   => $origin,
		'entity'   => $entity,
		'language' => in_array( $sent['language'], LANGUAGES, true ) ? $sent['language'] : '',
		'place'    => $place,
		'selector' => $selector,
		'colour'   => $colour ? $colour : COLOUR,
		'mode'     => 'test' === $sent['mode'] ? 'test' : '',
	);
}

/** Returns the attributes of the loader's tag. */
function attributes( $options ) {
	$attributes = array( 'data-entity' => $options['entity'] );
	if ( 'beside' === $options['place'] ) {
		$attributes['data-beside'] = $options['selector'];
	}
	if ( '' !== $options['language'] ) {
		$attributes['data-lang'] = $options['language'];
	}
	if ( COLOUR !== $options['colour'] ) {
		$attributes['data-colour'] = $options['colour'];
	}
	if ( 'test' === $options['mode'] ) {
		$attributes['data-test'] = 'true';
	}
	return $attributes;
}

/** Returns whether an administrator has named edge and entity. */
function is_set_up( $options ) {
	return '' !== $options['origin'] && '' !== $options['entity'];
}

/** Registers the loader; it is on a page only once it is enqueued. */
function register() {
	$options = options();
	if ( is_set_up( $options ) ) {
		// The version would be added to the address. The edge names its own.
		wp_register_script( NAME, $options['origin'] . '/embed.js', array(), null, true ); // phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion
		if ( 'shortcode' !== $options['place'] ) {
			wp_enqueue_script( NAME );
		}
	}
}

/** Returns the loader's tag with its attributes in place of the one that WordPress makes. */
function tag( $tag, $handle ) {
	$options = options();
	if ( NAME !== $handle || ! is_set_up( $options ) ) {
		return $tag;
	}
	$attributes = array(
		'src'   => $options['origin'] . '/embed.js',
		'id'    => 'sawtak-js',
		'async' => true,
	);
	// Escapes each value, and lets other plugins add a nonce.
	return wp_get_script_tag( array_merge( $attributes, attributes( $options ) ) );
}

/** Returns the element that takes the box, for the shortcode. The loader takes the first one of a page. */
function shortcode() {
	if ( ! is_set_up( options() ) ) {
		return '';
	}
	wp_enqueue_script( NAME );
	return '<sawtak-feedback style="display:block;min-height:44px"></sawtak-feedback>';
}

/** Adds the page under "Settings". WordPress shows it only to those who may manage options. */
function add_page() {
	add_options_page( 'Sawtak', 'Sawtak', 'manage_options', NAME, __NAMESPACE__ . '\page' );
}

/** Registers the option. WordPress checks the nonce and the capability before it saves. */
function register_option() {
	$arguments = array(
		'type'              => 'array',
		'default'           => DEFAULTS,
		'sanitize_callback' => __NAMESPACE__ . '\sanitize',
	);
	register_setting( NAME, NAME, $arguments );
}

/** Writes a row of the form with a text field. */
function field( $name, $label, $value, $type = 'text', $hint = '' ) {
	printf(
		'<tr><th scope="row"><label for="sawtak-%1$s">%2$s</label></th><td><input id="sawtak-%1$s" name="sawtak[%1$s]" type="%3$s" value="%4$s" dir="ltr" aria-describedby="sawtak-%1$s-hint" class="%5$s"> <p class="description" id="sawtak-%1$s-hint">%6$s</p></td></tr>',
		esc_attr( $name ),
		esc_html( $label ),
		esc_attr( $type ),
		esc_attr( $value ),
		'color' === $type ? '' : 'regular-text',
		esc_html( $hint )
	);
}

/** Writes a row of the form with a list. */
function choice( $name, $label, $items, $chosen ) {
	printf( '<tr><th scope="row"><label for="sawtak-%1$s">%2$s</label></th><td><select id="sawtak-%1$s" name="sawtak[%1$s]">', esc_attr( $name ), esc_html( $label ) );
	foreach ( $items as $value => $text ) {
		printf( '<option value="%s"%s>%s</option>', esc_attr( $value ), selected( $chosen, $value, false ), esc_html( $text ) );
	}
	echo '</select></td></tr>';
}

/** Writes the page under "Settings". */
function page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		wp_die( esc_html__( 'You may not change these settings.', 'sawtak' ) );
	}
	$options   = options();
	$languages = array_combine( LANGUAGES, LANGUAGES );

	$languages[''] = __( 'The page’s own', 'sawtak' );
	echo '<div class="wrap"><h1>Sawtak</h1><form method="post" action="options.php">';
	// Writes the nonce.
	settings_fields( NAME );
	echo '<table class="form-table" role="presentation">';
	field( 'origin', __( 'Address of Sawtak', 'sawtak' ), $options['origin'], 'url', __( 'Such as https://voice.example', 'sawtak' ) );
	field( 'entity', __( 'Entity', 'sawtak' ), $options['entity'], 'text', __( 'Its short name, such as rta', 'sawtak' ) );
	choice( 'language', __( 'Language', 'sawtak' ), $languages, $options['language'] );
	choice( 'place', __( 'Place', 'sawtak' ), places(), $options['place'] );
	field( 'selector', __( 'Selector', 'sawtak' ), $options['selector'], 'text', __( 'For a place beside an element, such as #happiness-meter', 'sawtak' ) );
	field( 'colour', __( 'Colour of the button', 'sawtak' ), $options['colour'], 'color' );
	choice( 'mode', __( 'Mode', 'sawtak' ), modes(), $options['mode'] );
	echo '</table>';
	submit_button();
	echo '</form></div>';
}

/** Deletes the option with the plugin. */
function uninstall() {
	delete_option( NAME );
}

add_action( 'wp_enqueue_scripts', __NAMESPACE__ . '\register' );
add_filter( 'script_loader_tag', __NAMESPACE__ . '\tag', 10, 2 );
add_shortcode( NAME, __NAMESPACE__ . '\shortcode' );
add_action( 'admin_menu', __NAMESPACE__ . '\add_page' );
add_action( 'admin_init', __NAMESPACE__ . '\register_option' );
add_filter( 'gettext_sawtak', __NAMESPACE__ . '\arabic', 10, 2 );
register_uninstall_hook( __FILE__, __NAMESPACE__ . '\uninstall' );
